"""A signed-in person's own account: profile, password, devices."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PageQuery, PersonRequest, PlazaView

from ..selectors.profile import profile_of
from ..selectors.sessions import open_sessions
from ..services import sessions
from ..services.passwords import change_password
from ..services.phone_change import update_own_profile
from .limits import LoginLimit
from .outputs import ProfileOutput, SessionOutput, session_json
from .serializers import ChangePasswordInput, ProfileInput, ProfilePatch


class Me(PlazaView):
    """``/auth/me``: 1 query for the token, and one for each section such as ``memberships``."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ProfileOutput)
    def get(self, request: PersonRequest) -> Response:
        return Response(profile_of(request.user))

    @extend_schema(request=ProfileInput, responses=ProfileOutput)
    def put(self, request: PersonRequest) -> Response:
        return self._update(request, self.checked_body(ProfileInput))

    @extend_schema(request=ProfilePatch, responses=ProfileOutput)
    def patch(self, request: PersonRequest) -> Response:
        return self._update(request, self.checked_body(ProfilePatch))

    def _update(self, request: PersonRequest, fields: dict[str, Any]) -> Response:
        return Response(profile_of(update_own_profile(user_id=request.user.pk, **fields)))


class ChangePassword(PlazaView):
    """``POST /auth/change-password``: ends the other devices' login sessions."""

    permission_classes = [IsAuthenticated]
    throttle_classes = [LoginLimit]

    @extend_schema(request=ChangePasswordInput, responses={204: None})
    def post(self, request: PersonRequest) -> Response:
        data = self.checked_body(ChangePasswordInput)
        change_password(
            user_id=request.user.pk,
            current=data["current_password"],
            new=data["new_password"],
            keep_session_id=request.user.login_session_id,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class Logout(PlazaView):
    """``POST /auth/logout``: ends this login session; its tokens are worth nothing at once."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: PersonRequest) -> Response:
        sessions.revoke_session(
            session_id=request.user.login_session_id,
            reason=sessions.LOGOUT,
            actor_id=request.user.pk,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class LogoutAll(PlazaView):
    """``POST /auth/logout-all``: ends every login session, this one too."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: PersonRequest) -> Response:
        sessions.revoke_all(
            user_id=request.user.pk, reason=sessions.LOGOUT_ALL, actor_id=request.user.pk
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class Sessions(PlazaView):
    """``GET /auth/sessions``: the devices signed in, newest first: 3 queries in all."""

    permission_classes = [IsAuthenticated]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=SessionOutput(many=True))
    def get(self, request: PersonRequest) -> Response:
        self.checked_query(PageQuery)
        here = request.user.login_session_id
        return self.numbered_page(
            open_sessions(user_id=request.user.pk),
            lambda session: session_json(session, current_id=here),
        )


class SessionDetail(PlazaView):
    """``DELETE /auth/sessions/{id}``: signs one own device out; others' answer 404."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: PersonRequest, session_id: UUID) -> Response:
        sessions.revoke_session(
            session_id=session_id,
            user_id=request.user.pk,
            reason=sessions.CLOSED_BY_OWNER,
            actor_id=request.user.pk,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)
