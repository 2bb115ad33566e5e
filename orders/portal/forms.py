"""The forms of a sale."""

from django import forms

from vendors.portal.forms import Text

from ..states import OrderStatus


class SaleFilter(forms.Form):
    """Which sales the list shows."""

    status = forms.ChoiceField(required=False, choices=[("", "Todas"), *OrderStatus.choices])


class ShipForm(forms.Form):
    """Who carries the parcel, and under which number."""

    courier = Text(label="Transportadora", max_length=40)
    tracking_number = Text(label="Número de guía", max_length=40)


class CancelForm(forms.Form):
    """Why the shop cannot deliver."""

    reason = Text(
        label="Motivo",
        max_length=300,
        help_text="Queda en la historia del pedido; al comprador se le devuelve su dinero.",
    )
