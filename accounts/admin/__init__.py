"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import devices, people, privacy, proofs

__all__ = ["devices", "people", "privacy", "proofs"]
