"""What can go wrong with people and their logins."""

from marketplace.shared.errors import DomainError, ForbiddenError, InvalidInputError, NotFoundError


class _Unauthorized(DomainError):
    http_status = 401
    title = "Identificación necesaria"


class InvalidCredentials(_Unauthorized):
    """Unknown account, wrong password and closed account look alike on purpose."""

    code = "invalid_credentials"

    def __init__(self) -> None:
        super().__init__("El correo o la contraseña no son correctos.")


class InvalidToken(_Unauthorized):
    """Unknown, used, expired, revoked or forged: the caller signs in again in any case."""

    code = "invalid_token"
    MESSAGE = "La sesión no es válida o ya terminó. Ingrese de nuevo."

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


class EmailTaken(DomainError):
    """There is an account for the address."""

    code = "email_taken"


class TermsNotAccepted(InvalidInputError):
    """No consent, no account."""

    code = "terms_not_accepted"


class WeakPassword(InvalidInputError):
    """The new password is not good enough."""

    code = "weak_password"


class WrongPassword(InvalidInputError):
    """The current password is another."""

    code = "wrong_password"


class StrongerAccount(ForbiddenError):
    """Staff reach for somebody as strong as they are."""

    code = "stronger_account"


class UserNotFound(NotFoundError):
    """No such person."""

    code = "user_not_found"


class SessionNotFound(NotFoundError):
    """No such login session, or somebody else's."""

    code = "session_not_found"


class AddressNotFound(NotFoundError):
    """No such address, or somebody else's."""

    code = "address_not_found"


class TooManyAddresses(DomainError):
    """The address book is full."""

    code = "too_many_addresses"


class NotificationRequired(DomainError):
    """News that belongs to the service cannot be switched off."""

    code = "notification_required"
    http_status = 422
    title = "No se puede apagar"


class UnknownChannel(InvalidInputError):
    """The kind of news does not go this way."""

    code = "unknown_channel"


class UnsubscribeLinkInvalid(NotFoundError):
    """The link was not signed by us."""

    code = "unsubscribe_link_invalid"
