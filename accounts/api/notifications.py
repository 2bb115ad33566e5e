"""``/me/notifications``: a signed-in person's own inbox and choices."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PersonRequest, PlazaView

from ..models import Notification
from ..selectors.notifications import (
    KindChoice,
    notifications_of,
    preferences_of,
    unread_count,
)
from ..services.notifications import mark_read, set_preferences
from .notification_forms import (
    InboxOutput,
    InboxQuery,
    PreferencesInput,
    PreferencesOutput,
    ReadInput,
    ReadOutput,
)


class InboxPages(NumberedPages):
    """Describes the one more field of the inbox's pages."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["properties"]["unread_count"] = {"type": "integer", "example": 3}
        return described


class Notifications(PlazaView):
    """``GET /me/notifications``: newest first, with ``unread_count``: 4 queries in all."""

    permission_classes = [IsAuthenticated]
    pagination_class = InboxPages

    @extend_schema(parameters=[InboxQuery], responses=InboxOutput(many=True))
    def get(self, request: PersonRequest) -> Response:
        unread = self.checked_query(InboxQuery).get("unread")
        found = notifications_of(
            user_id=request.user.pk, unread=None if unread is None else unread == "true"
        )
        answer = self.numbered_page(found, notification_json)
        answer.data["unread_count"] = unread_count(user_id=request.user.pk)
        return answer


class ReadNotifications(PlazaView):
    """``POST /me/notifications/read``: some by id, or all; twice is once."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=ReadInput, responses=ReadOutput)
    def post(self, request: PersonRequest) -> Response:
        ids = self.checked_body(ReadInput).get("ids")
        marked = mark_read(user_id=request.user.pk, ids=ids)
        return Response({"marked": marked, "unread_count": unread_count(user_id=request.user.pk)})


class NotificationPreferences(PlazaView):
    """``/me/notification-preferences``: every kind and way; a PUT takes what a GET gave."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PreferencesOutput)
    def get(self, request: PersonRequest) -> Response:
        return _preferences(request)

    @extend_schema(request=PreferencesInput, responses=PreferencesOutput)
    def put(self, request: PersonRequest) -> Response:
        sent = self.checked_body(PreferencesInput)["preferences"]
        set_preferences(
            user_id=request.user.pk,
            choices={row["kind"]: row["channels"] for row in sent},
        )
        return _preferences(request)


def _preferences(request: PersonRequest) -> Response:
    chosen = preferences_of(user_id=request.user.pk)
    return Response({"preferences": [preference_json(choice) for choice in chosen]})


def notification_json(row: Notification) -> dict[str, Any]:
    """Return one piece of news; ``link`` is a path of ours or empty."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": row.title,
        "body": row.body,
        "link": row.link,
        "created_at": row.created_at,
        "read_at": row.read_at,
    }


def preference_json(choice: KindChoice) -> dict[str, Any]:
    """Return one kind with the person's choice by channel."""
    return {
        "kind": choice.kind,
        "name": choice.label,
        "is_required": choice.is_required,
        "channels": choice.channels,
    }
