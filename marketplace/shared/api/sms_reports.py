"""Where Twilio reports how far an SMS came: no login, the signature is the only proof."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from ..services.sms_reports import receive_twilio_report
from .parsers import BodyTooLarge
from .permissions import Public
from .views import PlazaView

MAX_BYTES = 64 * 1024


class TwilioStatus(PlazaView):
    """``POST /notifications/twilio/status``: 204 for every signed report, also an old one."""

    permission_classes = [Public]
    authentication_classes = []
    # The signature covers what was sent, so nothing may read the body before.
    parser_classes = []

    @extend_schema(
        request={"application/x-www-form-urlencoded": OpenApiTypes.OBJECT}, responses={204: None}
    )
    def post(self, request: Request) -> Response:
        sent = request._request
        body = sent.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise BodyTooLarge
        query = sent.META.get("QUERY_STRING", "")
        receive_twilio_report(
            path=f"{sent.path}?{query}" if query else sent.path,
            body=body,
            signature=request.headers.get("X-Twilio-Signature", ""),
            signature_settings=request.headers.get("X-Twilio-Webhooks-Signature-Settings", ""),
        )
        return Response(status=status.HTTP_204_NO_CONTENT)
