"""How often one address may try what costs a password hash; counted before hashing."""

from marketplace.shared.api.throttling import RateLimit


class RegisterLimit(RateLimit):
    """Opening accounts."""

    name = "register"


class LoginLimit(RateLimit):
    """Trying passwords, whether to get in or to change one."""

    name = "login"


class CodeLimit(RateLimit):
    """Asking for and trying codes; what is sent has limits of its own besides."""

    name = "codes"


class LinkLimit(RateLimit):
    """Forgotten passwords and links, by people who are not signed in."""

    name = "links"


class GoogleLimit(RateLimit):
    """Asking for a challenge, and answering it."""

    name = "google"
