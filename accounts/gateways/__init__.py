"""What speaks to others about people: providers of identity."""
