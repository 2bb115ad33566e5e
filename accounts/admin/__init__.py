"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import devices, people, proofs, second_factor

__all__ = ["devices", "people", "proofs", "second_factor"]
