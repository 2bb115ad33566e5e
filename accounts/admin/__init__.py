"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import devices, notifications, people, proofs

__all__ = ["devices", "notifications", "people", "proofs"]
