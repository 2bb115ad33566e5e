"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import devices, identities, people, proofs

__all__ = ["devices", "identities", "people", "proofs"]
