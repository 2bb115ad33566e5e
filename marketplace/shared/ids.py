"""Keys: time-ordered UUIDs inside, readable codes for people."""

import secrets
import uuid

import uuid_utils.compat

# Without 0/O, 1/I/L and U: read aloud on the telephone, none sounds or looks like another.
READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Marks what gives access to whoever holds it, so that the log can mask it in a path.
LINK_MARK = "plz_"


def new_id() -> uuid.UUID:
    """Return a UUIDv7: unique, and increasing with time, which keeps indexes compact."""
    return uuid_utils.compat.uuid7()


def readable_code(length: int) -> str:
    """Return ``length`` random characters that people can spell; not a secret on its own."""
    return "".join(secrets.choice(READABLE) for _ in range(length))


def link_secret() -> str:
    """Return 256 random bits for a link; the log masks them wherever they turn up."""
    return LINK_MARK + secrets.token_urlsafe(32)
