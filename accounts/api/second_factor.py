"""``/auth/2fa``: a signed-in person's own second factor."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PersonRequest, PlazaView

from ..qr import qr_image
from ..services import second_factor
from .limits import LoginLimit
from .serializers import CodeInput, PasswordAndCodeInput, PasswordInput


class SetupOutput(serializers.Serializer):
    """What an authenticator needs; ``qr`` is a picture as a ``data:`` address."""

    secret = serializers.CharField()
    otpauth_url = serializers.CharField()
    qr = serializers.CharField()


class RecoveryCodesOutput(serializers.Serializer):
    """Ten codes, shown this once."""

    recovery_codes = serializers.ListField(child=serializers.CharField())


class SecondFactorView(PlazaView):
    """Base of these views; what they answer is kept by nobody on the way."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [LoginLimit]

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer


class SecondFactorSetup(SecondFactorView):
    """``POST /auth/2fa/setup``: the second time replaces what was not confirmed."""

    @extend_schema(request=PasswordInput, responses=SetupOutput)
    def post(self, request: PersonRequest) -> Response:
        setup = second_factor.begin_setup(
            user_id=request.user.pk, **self.checked_body(PasswordInput)
        )
        shown = {
            "secret": setup.secret,
            "otpauth_url": setup.uri,
            "qr": qr_image(setup.uri),
        }
        return Response(shown)


class SecondFactorConfirmation(SecondFactorView):
    """``POST /auth/2fa/confirm``: turns it on; the other login sessions end."""

    @extend_schema(request=CodeInput, responses=RecoveryCodesOutput)
    def post(self, request: PersonRequest) -> Response:
        codes = second_factor.confirm_setup(
            user_id=request.user.pk,
            session_id=request.user.login_session_id,
            **self.checked_body(CodeInput),
        )
        return Response({"recovery_codes": codes})


class SecondFactorEnd(SecondFactorView):
    """``POST /auth/2fa/disable``."""

    @extend_schema(request=PasswordAndCodeInput, responses={204: None})
    def post(self, request: PersonRequest) -> Response:
        second_factor.turn_off(user_id=request.user.pk, **self.checked_body(PasswordAndCodeInput))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RecoveryCodes(SecondFactorView):
    """``POST /auth/2fa/recovery-codes``: ten new ones; the old ones end."""

    @extend_schema(request=PasswordAndCodeInput, responses=RecoveryCodesOutput)
    def post(self, request: PersonRequest) -> Response:
        codes = second_factor.renew_recovery_codes(
            user_id=request.user.pk, **self.checked_body(PasswordAndCodeInput)
        )
        return Response({"recovery_codes": codes})
