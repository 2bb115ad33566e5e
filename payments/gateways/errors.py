"""What a caller of a gateway may meet. *Unknown* and *refused* are two different things.

``GatewayUnavailable`` and everything under it means that a charge may exist: ask for the
reference before doing anything else. ``GatewayRefused`` means that there is certainly none.
"""

from marketplace.shared.errors import DomainError


class GatewayError(DomainError):
    """Anything that goes wrong between a payment provider and us."""

    code = "gateway_error"
    http_status = 502
    title = "La pasarela de pagos falló"


class GatewayUnavailable(GatewayError):
    """No usable answer (timeout, lost connection, 5xx): the outcome is unknown."""

    code = "gateway_unavailable"
    http_status = 503
    title = "La pasarela de pagos no responde"


class GatewayUnreachable(GatewayUnavailable):
    """The request was certainly never sent and nothing created; another gateway may be tried."""

    code = "gateway_unreachable"


class MalformedAnswer(GatewayUnavailable):
    """An answer not to be believed (HTML, wrong types, another charge): the outcome is unknown."""

    code = "gateway_malformed_answer"
    http_status = 502
    title = "La pasarela de pagos dio una respuesta inválida"


class ReferenceTaken(GatewayUnavailable):
    """The gateway already has a charge with this reference: look it up and adopt it."""

    code = "gateway_reference_taken"
    http_status = 409
    title = "La referencia de pago ya existe"


class GatewayRefused(GatewayError):
    """A documented refusal: there is certainly no charge. ``details`` tell why, field by field."""

    code = "gateway_refused"
    http_status = 422
    title = "La pasarela de pagos rechazó la solicitud"


class InvalidCharge(GatewayRefused):
    """The charge breaks a rule of the gateway and was not sent. ``details`` name the fields."""

    code = "invalid_charge"
    http_status = 400
    title = "Los datos del pago no son válidos"


class ChargeNotFound(GatewayRefused):
    """The gateway knows no such charge."""

    code = "charge_not_found"
    http_status = 404
    title = "El cobro no existe"


class UntrustedWebhook(GatewayError):
    """The notice is not proven to come from the gateway, or not in a form that can be believed."""

    code = "untrusted_webhook"
    http_status = 401
    title = "La notificación no es de confianza"


class WebhookSecretMissing(GatewayError):
    """No secret is configured, so no notice can be checked; none is accepted."""

    code = "webhook_secret_missing"
    http_status = 503
    title = "La recepción de notificaciones no está configurada"


class UnknownGateway(DomainError):
    """No gateway of this name is configured."""

    code = "unknown_gateway"
    http_status = 404
    title = "La pasarela no existe"
