"""Forgotten passwords. Open to everybody; no answer tells whether an account exists."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from ..services.recovery import ask_reset, reset_password
from .code_serializers import ForgotPasswordInput, ForgotPasswordOutput, ResetPasswordInput
from .credentials import CredentialView
from .limits import LinkLimit

ANSWER = (
    "Si hay una cuenta con ese correo, le enviamos un enlace para crear una contraseña nueva. "
    "Sirve una hora."
)


class ForgotPassword(CredentialView):
    """``POST /auth/forgot-password``: 202 for every address."""

    throttle_classes = [LinkLimit]

    @extend_schema(request=ForgotPasswordInput, responses={202: ForgotPasswordOutput})
    def post(self, request: Request) -> Response:
        ask_reset(**self.checked_body(ForgotPasswordInput))
        return Response({"detail": ANSWER}, status=status.HTTP_202_ACCEPTED)


class ResetPassword(CredentialView):
    """``POST /auth/reset-password``: ends every login session; the second factor stays."""

    throttle_classes = [LinkLimit]

    @extend_schema(request=ResetPasswordInput, responses={204: None})
    def post(self, request: Request) -> Response:
        reset_password(**self.checked_body(ResetPasswordInput))
        return Response(status=status.HTTP_204_NO_CONTENT)
