"""Who reaches what: one table of expectations, and the small world it is tried on."""
