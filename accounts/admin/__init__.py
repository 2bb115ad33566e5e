"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import devices, people, places, proofs

__all__ = ["devices", "people", "places", "proofs"]
