"""What can go wrong with money."""

from marketplace.shared.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
    UnavailableError,
)


class PaymentNotFound(NotFoundError):
    code = "payment_not_found"


class OrderNotPayable(DomainError):
    """The order is paid, cancelled, or its reservation has run out."""

    code = "order_not_payable"


class PaymentInProgress(DomainError):
    """Another attempt for this order is still open; its outcome comes first."""

    code = "payment_in_progress"


class MethodNotAvailable(DomainError):
    code = "method_not_available"


class CardDataRefused(InvalidInputError):
    """The request carries what looks like a card number; it was neither kept nor logged."""

    code = "card_data_refused"


class PaymentRefused(DomainError):
    """The gateway certainly did not take the charge; the buyer may try again."""

    code = "payment_refused"
    http_status = 422
    title = "Pago rechazado"


class PaymentUnavailable(UnavailableError):
    """No gateway could be reached and certainly nothing was charged."""

    code = "payment_unavailable"


class AmountMismatch(DomainError):
    """The gateway's answer differs from what was asked for; nothing was applied."""

    code = "amount_mismatch"


class RefundExceedsCapture(DomainError):
    code = "refund_exceeds_capture"


class LedgerUnbalanced(DomainError):
    code = "ledger_unbalanced"
