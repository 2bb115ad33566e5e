"""What can go wrong with people and their logins."""

from marketplace.shared.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    TooManyRequestsError,
    UnavailableError,
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


class ConsentNeeded(DomainError):
    """The account cannot exist without this consent."""

    code = "consent_needed"


class DataExportInProgress(DomainError):
    """One copy of a person's data is made at a time."""

    code = "data_export_in_progress"


class TooManyDataExports(TooManyRequestsError):
    """The day's copies are used up."""

    code = "too_many_data_exports"


class DataExportNotFound(NotFoundError):
    """No such copy, or somebody else's."""

    code = "data_export_not_found"


class DataExportNotReady(DomainError):
    """The copy is still being made, or could not be."""

    code = "data_export_not_ready"


class DataExportExpired(DomainError):
    """The copy was deleted after its days."""

    code = "data_export_expired"
    http_status = 410
    title = "Ya no está disponible"


class ErasureBlocked(DomainError):
    """Something has to end before the account can; ``details`` say what."""

    code = "erasure_blocked"


class DeletionRequestNotFound(NotFoundError):
    """The person has not asked to be erased."""

    code = "deletion_request_not_found"


class PrivacyRequestNotFound(NotFoundError):
    """No such request."""

    code = "privacy_request_not_found"


class TooManyPrivacyRequests(TooManyRequestsError):
    """So many requests wait for their answer that another one has to wait too."""

    code = "too_many_privacy_requests"


class PrivacyRequestClosed(DomainError):
    """The request has its answer, or was extended before."""

    code = "privacy_request_closed"


class TooManyAddresses(DomainError):
    """The address book is full."""

    code = "too_many_addresses"


class CodeTooSoon(TooManyRequestsError):
    """The last code or link was asked for a moment ago; ``Retry-After`` says how long to wait."""

    code = "code_too_soon"


class CodeLimitReached(TooManyRequestsError):
    """Too many codes or links for one telephone, mailbox, person or network."""

    code = "code_limit"


class WrongCode(InvalidInputError):
    """Wrong, expired, used, replaced and never sent look alike on purpose."""

    code = "wrong_code"


class InvalidLink(InvalidInputError):
    """Unknown, used, expired or replaced link: the four look alike on purpose."""

    code = "invalid_link"

    def __init__(self) -> None:
        super().__init__("El enlace no sirve: ya se usó, venció o hay uno más nuevo.")


class NotAMobile(InvalidInputError):
    """An SMS reaches mobiles only."""

    code = "not_a_mobile"

    def __init__(self) -> None:
        super().__init__("Escriba un celular: a los teléfonos fijos no llegan mensajes de texto.")


class AlreadyVerified(DomainError):
    """The mailbox or the telephone is proven; nothing was sent."""

    code = "already_verified"


class SameContact(DomainError):
    """The new e-mail or telephone is the present one."""

    code = "same_contact"


class GoogleNotConfigured(NotFoundError):
    """No client id, so no sign-in with Google here."""

    code = "not_configured"


class GoogleTokenRefused(_Unauthorized):
    """Wrong token, wrong or used nonce, closed account and staff look alike on purpose."""

    code = "google_token_refused"

    def __init__(self) -> None:
        super().__init__("No pudimos confirmar su cuenta de Google. Inténtelo de nuevo.")


class GoogleUnavailable(UnavailableError):
    """Google's keys cannot be read now, so no token can be checked."""

    code = "google_unavailable"
    RETRY_AFTER_SECONDS = 10

    def __init__(self) -> None:
        super().__init__(
            "Google no responde en este momento. Inténtelo de nuevo o ingrese con su contraseña.",
            retry_after=self.RETRY_AFTER_SECONDS,
        )


class IdentityNotFound(NotFoundError):
    """No such sign-in with another provider, or somebody else's."""

    code = "identity_not_found"


class LastWayIn(DomainError):
    """Without it nobody could get into the account."""

    code = "last_way_in"


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


# --- places -------------------------------------------------------------------------------------


class UnknownDepartment(InvalidInputError):
    """Colombia has no department of this name or code."""

    code = "unknown_department"


class UnknownCity(InvalidInputError):
    """The department has no city of this name or code."""

    code = "unknown_city"


class DepartmentNotFound(NotFoundError):
    """No department has this code."""

    code = "department_not_found"


class TooManyRetired(DomainError):
    """A list of towns would drop so many that it is probably not whole."""

    code = "too_many_retired"


# --- shops --------------------------------------------------------------------------------------


class EmailNotVerified(ForbiddenError):
    """The deed needs a mailbox that is proven to be the person's."""

    code = "email_not_verified"


# --- news ---------------------------------------------------------------------------------------


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
