"""What people are told about, by which ways, and what of it they may do without."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """How news reaches a person."""

    INBOX = "inbox"
    EMAIL = "email"
    SMS = "sms"


class NotificationKind(StrEnum):
    """What the news is about."""

    ORDERS = "orders"
    PAYMENTS = "payments"
    ACCOUNT_SECURITY = "account_security"
    SHOP_SALES = "shop_sales"
    SHOP_STATUS = "shop_status"
    PRICE_ALERTS = "price_alerts"
    QUESTIONS = "questions"
    MARKETING = "marketing"


@dataclass(frozen=True, kw_only=True)
class KindRule:
    """The rule of one kind.

    Attributes:
        label: Spanish, for people.
        channels: the ways that this kind may take.
        is_required: news that belongs to what the person has asked for or that protects the
            account; it cannot be switched off.
        needs_consent: advertising: only with the consent to it and in the hours that the law
            leaves for it (Ley 1581 of 2012, art. 9; Ley 2300 of 2023, art. 3).
    """

    label: str
    channels: tuple[Channel, ...] = (Channel.INBOX, Channel.EMAIL)
    is_required: bool = False
    needs_consent: bool = False


KINDS: dict[NotificationKind, KindRule] = {
    NotificationKind.ORDERS: KindRule(label="Pedidos y entregas", is_required=True),
    NotificationKind.PAYMENTS: KindRule(label="Pagos y devoluciones", is_required=True),
    NotificationKind.ACCOUNT_SECURITY: KindRule(
        label="Cuenta y seguridad",
        channels=(Channel.INBOX, Channel.EMAIL, Channel.SMS),
        is_required=True,
    ),
    NotificationKind.SHOP_SALES: KindRule(label="Ventas de la tienda", is_required=True),
    NotificationKind.SHOP_STATUS: KindRule(label="Estado de la tienda", is_required=True),
    NotificationKind.PRICE_ALERTS: KindRule(label="Alertas de precio y de existencias"),
    NotificationKind.QUESTIONS: KindRule(label="Preguntas y reseñas"),
    NotificationKind.MARKETING: KindRule(label="Ofertas y novedades", needs_consent=True),
}
CHANNEL_LABELS = {Channel.INBOX: "bandeja", Channel.EMAIL: "correo", Channel.SMS: "SMS"}
KIND_CHOICES = [(kind.value, rule.label) for kind, rule in KINDS.items()]
CHANNEL_CHOICES = [(channel.value, label) for channel, label in CHANNEL_LABELS.items()]
