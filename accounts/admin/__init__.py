"""Staff screens: passwords, tokens and codes are never shown, rights hardly changed."""

from . import (
    attempts,
    codes,
    devices,
    groups,
    identities,
    notifications,
    people,
    places,
    privacy,
    proofs,
    second_factor,
)

__all__ = [
    "attempts",
    "codes",
    "devices",
    "groups",
    "identities",
    "notifications",
    "people",
    "places",
    "privacy",
    "proofs",
    "second_factor",
]
