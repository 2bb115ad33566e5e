"""``/vendor/members``: the team of a shop, for its owners; and joining one."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PageQuery, PersonRequest, PlazaView

from ..models import Invitation, Member
from ..selectors.members import memberships_section
from ..selectors.team import Place, invitation_place, member_place, team_of
from ..services.invitations import accept, invite
from ..services.team import change_role, remove
from .outputs import MembershipOutput, PlaceOutput
from .permissions import KeepsTeam, MemberRequest
from .serializers import InvitationInput, RoleInput
from .views import VendorView


class Members(VendorView):
    """Who works for the shop, and who has been asked to."""

    permission_classes = [KeepsTeam]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=PlaceOutput(many=True))
    def get(self, request: MemberRequest) -> Response:
        """El equipo: primero quienes ya están, luego las invitaciones pendientes."""
        self.checked_query(PageQuery)
        return self.numbered_page(team_of(vendor_id=self.vendor_id), place_json)

    @extend_schema(request=InvitationInput, responses={201: PlaceOutput})
    def post(self, request: MemberRequest) -> Response:
        """Invita un correo; la respuesta no dice si tiene cuenta."""
        body = self.checked_body(InvitationInput)
        invitation = invite(
            vendor_id=self.vendor_id,
            email=body["email"],
            role=Member.Role(body["role"]),
            actor_id=request.user.pk,
        )
        answer = Response(place_json(invitation_place(invitation)), status=status.HTTP_201_CREATED)
        answer["Location"] = f"/api/v1/vendor/members/{invitation.pk}"
        return answer


class MemberDetail(VendorView):
    """One place of the team: a member, or a pending invitation."""

    permission_classes = [KeepsTeam]

    @extend_schema(request=RoleInput, responses=PlaceOutput)
    def patch(self, request: MemberRequest, place_id: UUID) -> Response:
        """Cambia la función; vale desde la próxima solicitud de esa persona."""
        place = change_role(
            vendor_id=self.vendor_id,
            place_id=place_id,
            role=Member.Role(self.checked_body(RoleInput)["role"]),
            actor_id=request.user.pk,
        )
        shown = invitation_place(place) if isinstance(place, Invitation) else member_place(place)
        return Response(place_json(shown))

    @extend_schema(responses={204: None})
    def delete(self, request: MemberRequest, place_id: UUID) -> Response:
        """Saca a un miembro del equipo, o retira una invitación."""
        remove(vendor_id=self.vendor_id, place_id=place_id, actor_id=request.user.pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AcceptInvitation(PlazaView):
    """For whoever holds the link and has proven the invited mailbox; others get 404."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=MembershipOutput)
    def post(self, request: PersonRequest, token: str) -> Response:
        """Acepta la invitación, una sola vez."""
        accept(token=token, user_id=request.user.pk)
        [membership] = memberships_section(request.user.pk)
        return Response(membership)


def place_json(place: Place) -> dict[str, Any]:
    """Return a place as JSON; whose account it is stays inside."""
    shown = asdict(place)
    del shown["user_id"], shown["role_name"]
    return shown
