"""Where gateways send their notices: no login, the signature is the only proof."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.permissions import Public
from marketplace.shared.api.views import PlazaView
from marketplace.shared.request_context import current_request

from ..errors import NoticeTooLarge
from ..services.notices import receive
from .outputs import ReceivedOutput

MAX_BYTES = 64 * 1024


class WebhookView(PlazaView):
    """``POST /payments/webhooks/{gateway}``, ``/webhooks/{gateway}`` and ``/payments/webhook``.

    200 says that the notice is stored, and nothing more; the gateway is asked afterwards.
    """

    permission_classes = [Public]
    authentication_classes = []
    # The signature covers what was sent, so nothing may read the body before.
    parser_classes = []

    @extend_schema(request=OpenApiTypes.OBJECT, responses=ReceivedOutput)
    def post(self, request: Request, gateway: str = "wompi") -> Response:
        """Recibir un aviso firmado por la pasarela."""
        receive(
            gateway_name=gateway,
            body=_body(request),
            headers=dict(request.headers),
            ip=current_request().ip,
        )
        return Response({"status": "received"})


def _body(request: Request) -> bytes:
    """Return the raw body.

    Raises:
        NoticeTooLarge: no gateway sends that much.
    """
    body = request._request.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise NoticeTooLarge("El aviso es demasiado grande.")
    return body
