"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import devices, groups, people, proofs

__all__ = ["devices", "groups", "people", "proofs"]
