"""Proving and changing one's mailbox and telephone."""

from collections.abc import Callable

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.permissions import IsAuthenticated, Public
from marketplace.shared.api.views import PersonRequest, PlazaView

from ..selectors.profile import person_fields
from ..services import email_change, phone_change, verification
from ..services.verification import Sending
from .code_serializers import (
    ChangeEmailInput,
    ChangePhoneInput,
    OneTimeCodeInput,
    SendingOutput,
    sending_json,
)
from .limits import CodeLimit, LinkLimit
from .outputs import PersonOutput


class _Sender(PlazaView):
    """Base of what sends a code or a link to the person who asks."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [CodeLimit]
    ask: Callable[..., Sending]

    @extend_schema(request=None, responses={202: SendingOutput})
    def post(self, request: PersonRequest) -> Response:
        return _sent(type(self).ask(user_id=request.user.pk))


class ResendVerification(_Sender):
    """``POST /auth/resend-verification``: the link that confirms the mailbox."""

    ask = staticmethod(verification.ask_email_link)


class SendVerificationEmail(_Sender):
    """``POST /auth/send-verification-email``: the code that confirms the mailbox."""

    ask = staticmethod(verification.ask_email_code)


class SendVerificationSms(_Sender):
    """``POST /auth/send-verification-sms``: the code that confirms the telephone."""

    ask = staticmethod(verification.ask_phone_code)


class VerifyEmail(PlazaView):
    """``POST /auth/verify-email/{token}``: the token is all it takes, on any device."""

    authentication_classes = []
    permission_classes = [Public]
    throttle_classes = [LinkLimit]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, token: str) -> Response:
        verification.verify_email(token=token)
        return Response(status=status.HTTP_204_NO_CONTENT)


class VerifyEmailCode(PlazaView):
    """``POST /auth/verify-email-otp``."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [CodeLimit]

    @extend_schema(request=OneTimeCodeInput, responses=PersonOutput)
    def post(self, request: PersonRequest) -> Response:
        code = self.checked_body(OneTimeCodeInput)["code"]
        user = verification.verify_email_code(user_id=request.user.pk, code=code)
        return Response(person_fields(user))


class VerifyPhoneCode(PlazaView):
    """``POST /auth/verify-phone-otp``."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [CodeLimit]

    @extend_schema(request=OneTimeCodeInput, responses=PersonOutput)
    def post(self, request: PersonRequest) -> Response:
        code = self.checked_body(OneTimeCodeInput)["code"]
        user = verification.verify_phone_code(user_id=request.user.pk, code=code)
        return Response(person_fields(user))


class ChangeEmail(PlazaView):
    """``POST /auth/change-email``: the same answer whether the address is free or taken."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [CodeLimit]

    @extend_schema(request=ChangeEmailInput, responses={202: SendingOutput})
    def post(self, request: PersonRequest) -> Response:
        fields = self.checked_body(ChangeEmailInput)
        return _sent(email_change.ask_email_change(user_id=request.user.pk, **fields))


class ConfirmEmailChange(PlazaView):
    """``POST /auth/confirm-email-change/{token}``: ends every login session."""

    authentication_classes = []
    permission_classes = [Public]
    throttle_classes = [LinkLimit]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, token: str) -> Response:
        email_change.confirm_email_change(token=token)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ChangePhone(PlazaView):
    """``POST /auth/change-phone``: a code to the new telephone."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [CodeLimit]

    @extend_schema(request=ChangePhoneInput, responses={202: SendingOutput})
    def post(self, request: PersonRequest) -> Response:
        phone = self.checked_body(ChangePhoneInput)["phone"]
        return _sent(phone_change.ask_phone_change(user_id=request.user.pk, phone=phone))


class ConfirmPhoneChange(PlazaView):
    """``POST /auth/confirm-phone-change``."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [CodeLimit]

    @extend_schema(request=OneTimeCodeInput, responses=PersonOutput)
    def post(self, request: PersonRequest) -> Response:
        code = self.checked_body(OneTimeCodeInput)["code"]
        user = phone_change.confirm_phone_change(user_id=request.user.pk, code=code)
        return Response(person_fields(user))


def _sent(sending: Sending) -> Response:
    return Response(sending_json(sending), status=status.HTTP_202_ACCEPTED)
