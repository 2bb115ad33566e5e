"""What the inbox and the choices take and answer."""

from typing import Any

from rest_framework import serializers

from marketplace.shared.api.fields import StrictBoolean, StrictSerializer, StrictText
from marketplace.shared.api.views import PageQuery

from ..notification_kinds import KIND_CHOICES, KINDS, Channel, NotificationKind

MAX_IDS = 100


class InboxQuery(PageQuery):
    """Which notifications: all without ``unread``."""

    unread = serializers.ChoiceField(choices=["true", "false"], required=False)


class InboxOutput(serializers.Serializer):
    """One piece of news."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField()
    link = serializers.CharField(help_text="Un camino de este servidor, o nada.")
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class ReadInput(StrictSerializer):
    """Either ``ids`` or ``all``."""

    ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_empty=False, max_length=MAX_IDS
    )
    all = StrictBoolean(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in attrs) == (attrs.get("all") is True):
            raise serializers.ValidationError("Escriba «ids» o «all: true», uno de los dos.")
        return attrs


class ReadOutput(serializers.Serializer):
    """How many became read, and how many are left."""

    marked = serializers.IntegerField()
    unread_count = serializers.IntegerField()


class ChannelsInput(StrictSerializer):
    """On or off, by way; what is not named stays as it is."""

    inbox = StrictBoolean(required=False)
    email = StrictBoolean(required=False)
    sms = StrictBoolean(required=False)

    def to_internal_value(self, data: Any) -> Any:
        return {Channel(name): on for name, on in super().to_internal_value(data).items()}


class KindInput(StrictSerializer):
    """One kind. ``name`` and ``is_required`` may come back as they were answered: not read."""

    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    channels = ChannelsInput()
    name = StrictText(max_length=100, required=False)
    is_required = StrictBoolean(required=False)

    def validate_kind(self, kind: str) -> NotificationKind:
        return NotificationKind(kind)


class PreferencesInput(StrictSerializer):
    """Some kinds, each once."""

    preferences = serializers.ListField(child=KindInput(), allow_empty=False, max_length=len(KINDS))

    def validate_preferences(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kinds = [row["kind"] for row in rows]
        if len(kinds) != len(set(kinds)):
            raise serializers.ValidationError("Cada tipo debe aparecer una sola vez.")
        return rows


class KindOutput(serializers.Serializer):
    """One kind; required ones cannot be switched off."""

    kind = serializers.CharField()
    name = serializers.CharField(help_text="Para mostrar.")
    is_required = serializers.BooleanField()
    channels = serializers.DictField(child=serializers.BooleanField())


class PreferencesOutput(serializers.Serializer):
    """All kinds."""

    preferences = KindOutput(many=True)
