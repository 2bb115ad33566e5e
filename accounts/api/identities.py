"""``/auth/identities``: with which providers a person signs in; others' answer 404."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PageQuery, PersonRequest, PlazaView

from ..models import SocialIdentity
from ..selectors.identities import identities_of
from ..services.identities import remove_identity


class IdentityOutput(serializers.Serializer):
    """One provider's account that opens this one."""

    id = serializers.UUIDField()
    provider = serializers.CharField()
    email = serializers.EmailField(help_text="El correo que tenía al enlazarla.")
    linked_at = serializers.DateTimeField()


class Identities(PlazaView):
    """``GET /auth/identities``: 3 queries in all."""

    permission_classes = [IsAuthenticated]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=IdentityOutput(many=True))
    def get(self, request: PersonRequest) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(identities_of(user_id=request.user.pk), identity_json)


class IdentityDetail(PlazaView):
    """``DELETE /auth/identities/{id}``: the last way into an account stays."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: PersonRequest, identity_id: UUID) -> Response:
        remove_identity(identity_id=identity_id, user_id=request.user.pk, actor_id=request.user.pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


def identity_json(identity: SocialIdentity) -> dict[str, Any]:
    """Return one identity; the provider's own id stays with us."""
    return {
        "id": identity.pk,
        "provider": identity.provider,
        "email": identity.email,
        "linked_at": identity.linked_at,
    }
