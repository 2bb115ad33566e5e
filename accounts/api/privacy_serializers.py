"""What people may send about their own data, and how the answers are described."""

from rest_framework import serializers

from marketplace.shared.api.fields import StrictBoolean, StrictSerializer, StrictText

from ..models import Consent, DataExport, DeletionRequest, PrivacyRequest
from ..passwords import MAX_LENGTH
from ..privacy_terms import RequestKind

MAX_TEXT = 4_000


class ConsentInput(StrictSerializer):
    """A yes or no to one text in its present version."""

    kind = serializers.ChoiceField(choices=Consent.Kind.choices)
    is_given = StrictBoolean()


class DeletionInput(StrictSerializer):
    """The password, again."""

    password = StrictText(max_length=MAX_LENGTH, trim_whitespace=False)


class PrivacyRequestInput(StrictSerializer):
    """A query or claim."""

    kind = serializers.ChoiceField(choices=RequestKind.choices)
    text = StrictText(max_length=MAX_TEXT)


class ConsentOutput(serializers.Serializer):
    """One yes or no: the proof."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Consent.Kind.choices)
    version = serializers.CharField()
    is_given = serializers.BooleanField()
    ip = serializers.IPAddressField(allow_null=True)
    created_at = serializers.DateTimeField()


class ConsentStateOutput(serializers.Serializer):
    """Where the person stands with one text."""

    kind = serializers.ChoiceField(choices=Consent.Kind.choices)
    title = serializers.CharField()
    is_given = serializers.BooleanField()
    is_needed = serializers.BooleanField(help_text="La cuenta no existe sin esta autorización.")
    is_current = serializers.BooleanField(help_text="Se refiere a la versión vigente.")
    version = serializers.CharField()
    current_version = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    page = serializers.CharField(help_text="Dónde se lee el texto.")


class ConsentsOutput(serializers.Serializer):
    """A page of the proof, and the present state of every text."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ConsentOutput(many=True)
    current = ConsentStateOutput(many=True)


class DataExportOutput(serializers.Serializer):
    """A copy of the person's data."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=DataExport.Status.choices)
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    download = serializers.CharField(allow_null=True)


class DeletionRequestOutput(serializers.Serializer):
    """A wish to be erased."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=DeletionRequest.Status.choices)
    created_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="Hasta entonces se puede retirar.")
    obstacle = serializers.CharField(help_text="Por qué no se pudo borrar cuando venció el plazo.")


class PrivacyRequestOutput(serializers.Serializer):
    """A query or claim with its clock."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=RequestKind.choices)
    status = serializers.ChoiceField(choices=PrivacyRequest.Status.choices)
    text = serializers.CharField()
    due_on = serializers.DateField(help_text="Último día para responder.")
    extension_reason = serializers.CharField()
    answer = serializers.CharField()
    created_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
