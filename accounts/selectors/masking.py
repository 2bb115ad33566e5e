"""How a mailbox or a telephone is shown to somebody who may not be its owner."""

DOT = "•"


def masked(destination: str) -> str:
    """Return ``a•••@example.com`` or ``•••• 2233``: enough to recognise, too little to use."""
    name, at, domain = destination.partition("@")
    if at:
        return f"{name[:1]}{DOT * 3}@{domain}"
    return f"{DOT * 4} {destination[-4:]}"
