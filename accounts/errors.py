"""What can go wrong with people and their logins."""

from marketplace.shared.errors import DomainError, InvalidInputError, NotFoundError


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
    code = "email_taken"


class TermsNotAccepted(InvalidInputError):
    code = "terms_not_accepted"


class WeakPassword(InvalidInputError):
    code = "weak_password"


class WrongPassword(InvalidInputError):
    code = "wrong_password"


class UserNotFound(NotFoundError):
    code = "user_not_found"


class SessionNotFound(NotFoundError):
    code = "session_not_found"


class AddressNotFound(NotFoundError):
    code = "address_not_found"


class TooManyAddresses(DomainError):
    code = "too_many_addresses"
