"""Getting in, staying in: register, login, refresh. Open to everybody."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.permissions import Public
from marketplace.shared.api.views import PlazaView

from ..selectors.profile import person_fields
from ..services.login import finish_login, login
from ..services.registration import sign_up
from ..services.tokens import refresh
from .authentication import CHALLENGE
from .limits import LoginLimit, RegisterLimit
from .outputs import LoginOutput, PersonOutput, TokensOutput, login_json, tokens_json
from .serializers import LoginInput, RefreshInput, RegisterInput, SecondStepInput


class CredentialView(PlazaView):
    """Base of the views that hand out tokens: an old token in the header is not looked at."""

    authentication_classes = []
    permission_classes = [Public]

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        if answer.status_code == status.HTTP_401_UNAUTHORIZED:
            answer["WWW-Authenticate"] = CHALLENGE
        return answer


class Register(CredentialView):
    """``POST /auth/register``: a buyer's account, whatever role the client would like.

    An address that has an account already gets the answer of one that has none.
    """

    throttle_classes = [RegisterLimit]

    @extend_schema(request=RegisterInput, responses={201: PersonOutput})
    def post(self, request: Request) -> Response:
        user = sign_up(**self.checked_body(RegisterInput))
        answer = Response(person_fields(user), status=status.HTTP_201_CREATED)
        answer["Location"] = "/api/v1/auth/me"
        return answer


class Login(CredentialView):
    """``POST /auth/login``."""

    throttle_classes = [LoginLimit]

    @extend_schema(request=LoginInput, responses=LoginOutput)
    def post(self, request: Request) -> Response:
        return Response(login_json(login(**self.checked_body(LoginInput))))


class AdminLogin(CredentialView):
    """``POST /auth/admin-login``: staff only; others get the answer of a wrong password."""

    throttle_classes = [LoginLimit]

    @extend_schema(request=LoginInput, responses=LoginOutput)
    def post(self, request: Request) -> Response:
        return Response(login_json(login(**self.checked_body(LoginInput), staff_only=True)))


class LoginSecondStep(CredentialView):
    """``POST /auth/login/2fa``: the code for a login that asked for it."""

    throttle_classes = [LoginLimit]

    @extend_schema(request=SecondStepInput, responses=TokensOutput)
    def post(self, request: Request) -> Response:
        return Response(tokens_json(finish_login(**self.checked_body(SecondStepInput))))


class Refresh(CredentialView):
    """``POST /auth/refresh`` and ``/auth/refresh-token``: each token once, one at a time."""

    @extend_schema(request=RefreshInput, responses=TokensOutput)
    def post(self, request: Request) -> Response:
        return Response(tokens_json(refresh(**self.checked_body(RefreshInput))))
