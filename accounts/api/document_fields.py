"""An identity document in what clients send: type and number, or neither."""

from typing import Any

from rest_framework import serializers

from marketplace.shared.api.fields import StrictSerializer, StrictText
from marketplace.shared.documents import (
    NO_DOCUMENT,
    DocumentType,
    InvalidDocument,
    parse_document,
)


class DocumentFields(StrictSerializer):
    """Becomes ``document``; two empty texts take the document away, a NIT has its check digit."""

    document_type = serializers.ChoiceField(DocumentType.choices, required=False, allow_blank=True)
    document_number = StrictText(required=False, allow_blank=True, max_length=40)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        names = ("document_type", "document_number")
        if not attrs.keys() & set(names):
            return attrs
        type_, number = (attrs.pop(name, "") for name in names)
        if bool(type_) != bool(number):
            missing = names[1] if type_ else names[0]
            message = "Escriba el tipo y el número del documento, o ninguno de los dos."
            detail = serializers.ErrorDetail(message, "required")
            raise serializers.ValidationError({missing: [detail]})
        try:
            attrs["document"] = parse_document(type=type_, text=number) if type_ else NO_DOCUMENT
        except InvalidDocument as error:
            wrong = serializers.ErrorDetail(error.message, error.code)
            raise serializers.ValidationError({"document_number": [wrong]}) from error
        return attrs
