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
