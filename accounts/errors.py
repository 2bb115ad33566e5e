"""What can go wrong with people and their logins."""

from marketplace.shared.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    TooManyRequestsError,
)


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


class TooManyAttempts(TooManyRequestsError):
    """Too many failed logins; the same for names that somebody has and that nobody has."""

    code = "too_many_attempts"
    title = "Demasiados intentos"

    def __init__(self, *, retry_after: int) -> None:
        """Say when to come back.

        Args:
            retry_after: seconds.
        """
        minutes = -(-retry_after // 60)
        wait = "un minuto" if minutes == 1 else f"{minutes} minutos"
        super().__init__(
            f"Hubo demasiados intentos fallidos. Espere {wait} e inténtelo de nuevo.",
            retry_after=retry_after,
        )


# --- the second factor --------------------------------------------------------------------------


class InvalidChallenge(_Unauthorized):
    """Half a login that nobody knows, or that is used, expired or tried too often."""

    code = "invalid_challenge"

    def __init__(self) -> None:
        super().__init__("El ingreso venció. Escriba de nuevo su correo y su contraseña.")


class InvalidSecondFactor(_Unauthorized):
    """The code of the second step of a login is wrong, too old, or was used before."""

    code = "invalid_second_factor"

    def __init__(self) -> None:
        super().__init__("El código no es correcto o ya se usó.")


class WrongSecondFactor(InvalidInputError):
    """A signed-in person's code is wrong, too old, or was used before."""

    code = "wrong_second_factor"

    def __init__(self) -> None:
        super().__init__("El código no es correcto o ya se usó.")


class SecondFactorRequired(ForbiddenError):
    """Staff work with a second factor only, and may not do without it."""

    code = "second_factor_required"

    def __init__(self) -> None:
        super().__init__("El equipo usa siempre la verificación en dos pasos. Actívela primero.")


class SecondFactorOn(DomainError):
    """The second factor is on already: it has to be turned off before another is set up."""

    code = "second_factor_on"

    def __init__(self) -> None:
        super().__init__("La verificación en dos pasos ya está activada.")


class SecondFactorOff(DomainError):
    """There is no second factor, or none was begun to be set up."""

    code = "second_factor_off"

    def __init__(self) -> None:
        super().__init__("La verificación en dos pasos no está activada.")
