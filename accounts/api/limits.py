"""How often one address may try what costs a password hash; counted before hashing."""

from marketplace.shared.api.throttling import RateLimit


class RegisterLimit(RateLimit):
    """Opening accounts."""

    name = "register"


class LoginLimit(RateLimit):
    """Trying passwords, whether to get in or to change one."""

    name = "login"


class GoogleLimit(RateLimit):
    """Asking for a challenge, and answering it."""

    name = "google"
