"""``/auth/google``: signing in with Google. Open to everybody, and off until configured."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import StrictBoolean, StrictSerializer, StrictText

from ..services.google import begin_google_sign_in, require_google, sign_in_with_google
from .credentials import CredentialView
from .limits import GoogleLimit
from .outputs import LoginOutput, login_json


class GoogleInput(StrictSerializer):
    """An ID token that Google gave to the client, and consent where the account is new."""

    id_token = StrictText(max_length=8_192)
    accept_terms = StrictBoolean(required=False, default=False)


class GoogleChallengeOutput(serializers.Serializer):
    """What the client hands to Google."""

    nonce = serializers.CharField(help_text="Sirve una vez.")
    client_id = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Segundos que vale «nonce».")


class NoInput(StrictSerializer):
    """A body without fields."""


class GoogleView(CredentialView):
    """Base of the two: without a client id nothing is here, whatever was sent."""

    throttle_classes = [GoogleLimit]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require_google()


class GoogleChallengeView(GoogleView):
    """``POST /auth/google/challenge``."""

    @extend_schema(request=None, responses=GoogleChallengeOutput)
    def post(self, request: Request) -> Response:
        self.checked_body(NoInput)
        return Response(asdict(begin_google_sign_in()))


class GoogleSignIn(GoogleView):
    """``POST /auth/google``."""

    @extend_schema(request=GoogleInput, responses=LoginOutput)
    def post(self, request: Request) -> Response:
        return Response(login_json(sign_in_with_google(**self.checked_body(GoogleInput))))
