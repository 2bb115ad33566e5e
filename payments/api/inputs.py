"""What clients send about payments: strict forms, and no field for a card number anywhere."""

from typing import Any

from rest_framework import serializers

from marketplace.shared.api.fields import (
    MoneyField,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictText,
)
from marketplace.shared.api.views import PageQuery

from ..states import ChargeStatus, Method

MAX_INSTALLMENTS = 36
LEGAL_ID_TYPES = ("CC", "CE", "NIT", "PP", "TI", "DNI", "RG", "OTHER")


def _text(pattern: str, **kwargs: Any) -> serializers.RegexField:
    return _StrictRegex(pattern, **kwargs)


class _StrictRegex(serializers.RegexField):
    """A JSON text of a certain form; numbers are refused."""

    default_error_messages = {"invalid": "El formato no es válido."}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class _MethodData(StrictSerializer):
    """What every method may carry; both acceptances must be true for a payment to start."""

    redirect_url = StrictText(max_length=500, required=False)
    accept_terms = StrictBoolean(required=False, default=False)
    accept_personal_data = StrictBoolean(required=False, default=False)


class CardData(_MethodData):
    """A card that the browser has turned into a token at the gateway."""

    token = _text(r"^tok_(test|prod)_[A-Za-z0-9_]{1,200}$")
    installments = StrictInteger(min_value=1, max_value=MAX_INSTALLMENTS, default=1)


class PseData(_MethodData):
    """A bank, and whose account it is: 0 is a natural person, 1 a company."""

    financial_institution_code = _text(r"^[0-9]{1,10}$")
    user_type = StrictInteger(min_value=0, max_value=1)
    user_legal_id_type = serializers.ChoiceField(LEGAL_ID_TYPES)
    user_legal_id = _text(r"^[A-Za-z0-9-]{4,20}$")


class NequiData(_MethodData):
    """The telephone of the buyer's Nequi: ten digits."""

    phone_number = _text(r"^3[0-9]{9}$")


class CashData(_MethodData):
    """Nothing more."""


METHOD_DATA: dict[Method, type[_MethodData]] = {
    Method.CARD: CardData,
    Method.PSE: PseData,
    Method.NEQUI: NequiData,
    Method.CASH: CashData,
}


class ProcessInput(StrictSerializer):
    """An order and how to pay it; ``payment_data`` is checked by the method's own form."""

    order_id = serializers.UUIDField()
    payment_method = serializers.ChoiceField(Method.choices)
    payment_data = serializers.DictField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        method = Method(attrs["payment_method"])
        return attrs | {"payment_data": checked_data(method, attrs["payment_data"])}


class IntentInput(StrictSerializer):
    """An order and, if it is chosen already, the method."""

    order_id = serializers.UUIDField()
    payment_method = serializers.ChoiceField(Method.choices, required=False)


class ConfirmInput(StrictSerializer):
    """An intent, its method, and the data of that; the intent may have the method already."""

    intent_id = serializers.UUIDField()
    payment_method = serializers.ChoiceField(Method.choices, required=False)
    payment_data = serializers.DictField()


class PaymentListQuery(PageQuery):
    """Filters of a buyer's payments."""

    status = serializers.ChoiceField(ChargeStatus.choices, required=False)
    order_id = serializers.UUIDField(required=False)


class MethodsQuery(StrictSerializer):
    """The amount, in pesos, that the methods must serve."""

    amount = MoneyField(required=False)


def chosen_method(*, given: str | None, known: str) -> Method:
    """Return the method to confirm by: the one given now, or else the intent's own.

    Raises:
        ValidationError: there is neither.
    """
    if not (given or known):
        raise serializers.ValidationError({"payment_method": ["Diga con qué medio se paga."]})
    return Method(given or known)


def checked_data(method: Method, data: Any) -> dict[str, Any]:
    """Check ``payment_data`` by the form of its method.

    Raises:
        ValidationError: a field is unknown, missing or wrong.
    """
    form = METHOD_DATA[method](data=data)
    if not form.is_valid():
        raise serializers.ValidationError({"payment_data": form.errors})
    return dict(form.validated_data)
