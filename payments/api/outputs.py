"""What the answers look like, for the API's description."""

from rest_framework import serializers

from marketplace.shared.api.fields import MoneyOutput

from ..states import ChargeStatus, Method


class PaymentOutput(serializers.Serializer):
    """One attempt to pay an order. ``unknown``: the gateway did not answer and is being asked."""

    id = serializers.UUIDField()
    intent_id = serializers.UUIDField()
    transaction_id = serializers.CharField(allow_null=True)
    reference = serializers.CharField()
    order_id = serializers.UUIDField()
    status = serializers.ChoiceField(ChargeStatus.choices)
    status_message = serializers.CharField(allow_blank=True)
    amount = MoneyOutput()
    currency = serializers.CharField()
    payment_method = serializers.ChoiceField(Method.choices)
    gateway = serializers.CharField()
    payment_url = serializers.URLField(allow_null=True)
    fraud_score = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


class OrderPaymentOutput(serializers.Serializer):
    """Where an order's payment is: the attempt that counts, and all of them."""

    order_id = serializers.UUIDField()
    order_status = serializers.CharField()
    status = serializers.CharField(help_text="El del intento que cuenta; «none» si no hay.")
    payment = PaymentOutput(allow_null=True)
    attempts = PaymentOutput(many=True)


class DocumentOutput(serializers.Serializer):
    """A text that the buyer accepts."""

    kind = serializers.CharField()
    url = serializers.URLField()


class PublicGatewayOutput(serializers.Serializer):
    """What a browser needs to talk to a gateway."""

    name = serializers.CharField()
    public_key = serializers.CharField()
    environment = serializers.CharField()


class ConfigOutput(serializers.Serializer):
    """What a shop's front needs to take payments; nothing secret."""

    currency = serializers.CharField()
    country = serializers.CharField()
    public_key = serializers.CharField(help_text="La llave pública de Wompi.")
    gateways = PublicGatewayOutput(many=True)
    methods = serializers.ListField(child=serializers.CharField())
    limits = serializers.DictField()
    sandbox = serializers.BooleanField()
    sandbox_url = serializers.URLField(required=False)
    acceptance = DocumentOutput(many=True)


class BankOutput(serializers.Serializer):
    """A bank of PSE."""

    code = serializers.CharField()
    name = serializers.CharField()


class MethodOutput(serializers.Serializer):
    """A way to pay."""

    method = serializers.ChoiceField(Method.choices)
    name = serializers.CharField()
    gateways = serializers.ListField(child=serializers.CharField())
    min_amount = MoneyOutput()
    max_amount = MoneyOutput(allow_null=True)
    minutes_to_pay = serializers.IntegerField()
    installments = serializers.ListField(child=serializers.IntegerField(), required=False)
    banks = BankOutput(many=True, required=False)


class MethodsOutput(serializers.Serializer):
    """The ways to pay."""

    methods = MethodOutput(many=True)
    degraded = serializers.BooleanField(help_text="La pasarela no responde; faltan los bancos.")


class GatewayHealthOutput(serializers.Serializer):
    """How one gateway is doing."""

    name = serializers.CharField()
    last_notice_at = serializers.DateTimeField(allow_null=True)
    waiting_notices = serializers.IntegerField()
    anomalous_notices = serializers.IntegerField()
    open_charges = serializers.IntegerField()
    unknown_charges = serializers.IntegerField()
    oldest_open_at = serializers.DateTimeField(allow_null=True)


class PaymentsHealthOutput(serializers.Serializer):
    """How payments are doing."""

    status = serializers.CharField()
    gateways = GatewayHealthOutput(many=True)


class ReceivedOutput(serializers.Serializer):
    """The notice is stored."""

    status = serializers.CharField()


class CommissionOutput(serializers.Serializer):
    """What was kept of one sale."""

    id = serializers.UUIDField()
    order_id = serializers.UUIDField()
    vendor_order_id = serializers.UUIDField()
    vendor_order_number = serializers.CharField()
    base = MoneyOutput()
    rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    amount = MoneyOutput()
    iva = MoneyOutput()
    vendor_net = MoneyOutput()
    created_at = serializers.DateTimeField()


class CommissionSummaryOutput(serializers.Serializer):
    """Sums over a vendor's commissions."""

    sales = serializers.IntegerField()
    base = MoneyOutput()
    amount = MoneyOutput()
    iva = MoneyOutput()
    vendor_net = MoneyOutput()
    reversed_sales = serializers.IntegerField()
    reversed_base = MoneyOutput()


class BalanceOutput(serializers.Serializer):
    """What the marketplace owes the vendor: held until the sale is safe, then available."""

    held = MoneyOutput()
    available = MoneyOutput()
    currency = serializers.CharField()


class LedgerRowOutput(serializers.Serializer):
    """One entry on a vendor's account; what comes in is positive."""

    id = serializers.IntegerField()
    account_kind = serializers.CharField()
    kind = serializers.CharField()
    order_id = serializers.UUIDField(allow_null=True)
    posted_at = serializers.DateTimeField()
    credit = MoneyOutput()
