"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import attempts, devices, people, proofs, second_factor

__all__ = ["attempts", "devices", "people", "proofs", "second_factor"]
