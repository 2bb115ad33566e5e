"""The catalogue's forms in the portal: they check what was typed, services do the rest."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst

from vendors.portal.forms import Pesos, Text

from ..models import Product, Variant
from ..selectors.portal import Choices
from ..services.stock import StockOperation
from ..states import ProductAction, ProductStatus
from ..tax import IvaClass

MAX_UNITS = 1_000_000


def _units(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=0,
        max_value=MAX_UNITS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **kwargs,
    )


def _capitalised(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in choices]


class ProductFilter(forms.Form):
    """What the list of products may be narrowed by."""

    q = Text(
        label="Buscar",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Nombre o SKU"}),
    )
    status = forms.ChoiceField(
        label="Estado",
        required=False,
        choices=[("", "Todos"), *_capitalised(ProductStatus.choices)],
    )


class ProductFacts(forms.Form):
    """What a product says about itself."""

    name = Text(label="Nombre", max_length=150)
    category_id = forms.TypedChoiceField(label="Categoría", coerce=UUID)
    brand_id = forms.TypedChoiceField(label="Marca", coerce=UUID, required=False, empty_value=None)
    description = Text(
        label="Descripción",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Texto sin formato: lo que el comprador debe saber.",
    )
    condition = forms.ChoiceField(
        label="Condición", choices=_capitalised(Product.Condition.choices)
    )
    iva_class = forms.ChoiceField(label="IVA", choices=_capitalised(IvaClass.choices))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["category_id"].choices = [("", "Elija una"), *choices.categories]
        fields["brand_id"].choices = [("", "Sin marca"), *choices.brands]


class NewProduct(ProductFacts):
    """A product with its one variant and, perhaps, its first picture."""

    price = Pesos(
        label="Precio", help_text="Pesos enteros, IVA incluido: lo que el comprador paga."
    )
    stock = _units(label="Existencias")
    sku = Text(
        label="SKU",
        required=False,
        max_length=60,
        help_text="Su código para el producto. Vacío: creamos uno.",
    )
    picture = forms.FileField(
        label="Imagen",
        required=False,
        help_text="JPEG, PNG o WebP de hasta 5 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class Picture(forms.Form):
    """One more picture."""

    picture = forms.FileField(
        label="Imagen",
        help_text="JPEG, PNG o WebP de hasta 5 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = Text(
        label="Texto alternativo",
        required=False,
        max_length=150,
        help_text="Qué se ve, para quien no puede ver la imagen.",
    )


class _OfVariant(forms.Form):
    """A form about one of the product's variants."""

    variant_id = forms.TypedChoiceField(label="Variante", coerce=UUID)

    def __init__(self, *args: Any, variants: list[Variant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["variant_id"]
        field.choices = [(str(each.pk), _label(each)) for each in variants]
        if len(variants) == 1:
            field.widget = forms.HiddenInput()
            field.initial = str(variants[0].pk)


def _label(variant: Variant) -> str:
    return f"{variant.name} ({variant.sku})" if variant.name else variant.sku


class StockForm(_OfVariant):
    """A change of the units on hand, with its reason."""

    operation = forms.ChoiceField(
        label="Operación",
        choices=[
            (StockOperation.ADD.value, "Entrada: sumar unidades"),
            (StockOperation.SUBTRACT.value, "Salida: restar unidades"),
            (StockOperation.SET.value, "Conteo: fijar el total"),
        ],
    )
    quantity = _units(label="Unidades")
    reason = Text(
        label="Motivo",
        max_length=200,
        help_text="Queda en el historial: compra, conteo, daño…",
    )


class PriceForm(_OfVariant):
    """A new price for one variant."""

    price = Pesos(label="Precio nuevo", help_text="Pesos enteros, IVA incluido.")


class StatusForm(forms.Form):
    """One step in the product's life."""

    action = forms.TypedChoiceField(choices=ProductAction.choices, coerce=ProductAction)
