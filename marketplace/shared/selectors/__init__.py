"""The kernel's readers."""
