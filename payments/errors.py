"""What can go wrong with money."""

from marketplace.shared.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
    TooManyRequestsError,
    UnavailableError,
)


class PaymentNotFound(NotFoundError):
    """No such payment, or another buyer's."""

    code = "payment_not_found"


class OrderNotPayable(DomainError):
    """The order is paid, cancelled, or its reservation has run out."""

    code = "order_not_payable"
    title = "El pedido no se puede pagar"


class PaymentInProgress(DomainError):
    """Another attempt for this order is still open; its outcome comes first."""

    code = "payment_in_progress"
    title = "Ya hay un pago en curso"


class MethodNotAvailable(DomainError):
    """No gateway serves the method for this amount."""

    code = "method_not_available"
    title = "Medio de pago no disponible"


class ConsentMissing(InvalidInputError):
    """The buyer must accept the terms and the handling of personal data (Ley 1581 of 2012)."""

    code = "consent_missing"


class CardDataRefused(InvalidInputError):
    """The request carries what looks like a card number; it was neither kept nor logged."""

    code = "card_data_refused"


class PaymentDataInvalid(InvalidInputError):
    """The gateway would refuse these data; it was not asked."""

    code = "payment_data_invalid"


class RedirectNotAllowed(InvalidInputError):
    """Buyers are sent back to the shop's own hosts only."""

    code = "redirect_not_allowed"


class PaymentRefused(DomainError):
    """The gateway certainly did not take the charge; the buyer may try again."""

    code = "payment_refused"
    http_status = 422
    title = "Pago rechazado"


class PaymentUnavailable(UnavailableError):
    """No gateway could be reached and certainly nothing was charged."""

    code = "payment_unavailable"


class TooManyAttempts(TooManyRequestsError):
    """An order may be tried a limited number of times: more is card testing."""

    code = "too_many_payment_attempts"


class ChargeMismatch(DomainError):
    """The gateway's answer differs from what was asked for; nothing was applied."""

    code = "charge_mismatch"


class RefundExceedsCapture(DomainError):
    """Less is left of the charge than should go back."""

    code = "refund_exceeds_capture"


class LedgerUnbalanced(DomainError):
    """The entries of a posting do not sum to zero."""

    code = "ledger_unbalanced"


class NoticeTooLarge(InvalidInputError):
    """No gateway sends that much."""

    code = "notice_too_large"
    http_status = 413
    title = "Solicitud demasiado grande"
