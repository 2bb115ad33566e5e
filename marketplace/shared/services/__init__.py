"""The kernel's writers."""
