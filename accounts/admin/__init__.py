"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import codes, devices, people, proofs

__all__ = ["codes", "devices", "people", "proofs"]
