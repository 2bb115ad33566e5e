"""The words that we and every gateway share: charges, their states, notices.

Amounts are whole pesos as ``Decimal`` on our side of an adapter; centavos never leave it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol


class ChargeStatus(StrEnum):
    """Where a charge is at the gateway. Only APPROVED may change once it is final, to VOIDED."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    ERROR = "ERROR"
    VOIDED = "VOIDED"

    @property
    def is_final(self) -> bool:
        return self is not ChargeStatus.PENDING


class ChargeMethod(StrEnum):
    """How a buyer pays through a gateway that answers at once."""

    CARD = "CARD"
    PSE = "PSE"
    NEQUI = "NEQUI"


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A request for money.

    ``reference`` is ours and unique for ever, one for each attempt. ``amount`` and ``iva`` (a part
    of ``amount``) are whole pesos. ``method_data`` has the gateway's own names: CARD ``token,
    installments`` · PSE ``financial_institution_code, user_type, user_legal_id_type,
    user_legal_id`` · NEQUI ``phone_number``. ``phone`` is E.164 (``+573001112233``). The two
    ``accepts_`` flags are what the buyer ticked; both must be true.
    """

    reference: str
    amount: Decimal
    method: ChargeMethod
    method_data: Mapping[str, Any]
    buyer_email: str
    full_name: str
    phone: str
    redirect_url: str
    accepts_terms: bool
    accepts_personal_data: bool
    currency: str = "COP"
    description: str = ""
    legal_id: str = ""
    legal_id_type: str = ""
    iva: Decimal | None = None
    ip: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that the buyer accepts: where to read it, and the hash that proves which one."""

    kind: str
    url: str
    file_hash: str


@dataclass(frozen=True, kw_only=True)
class ChargeState:
    """What the gateway says about a charge now. ``amount`` is pesos.

    ``payment_url`` is where the buyer goes on at the bank, ``None`` when there is nothing to visit
    (yet). ``documents`` are the ones accepted; only the answer of ``start_charge`` has them.
    """

    gateway: str
    transaction_id: str
    reference: str
    status: ChargeStatus
    amount: Decimal
    currency: str
    method: str
    environment: str
    payment_url: str | None = None
    status_message: str = ""
    created_at: datetime | None = None
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A webhook whose signature is right. It is a hint: only the gateway's own answer is news.

    ``fingerprint`` is the same for the same news (transaction, status and signed values), at most
    64 characters. For an event that is not about a transaction, ``transaction_id``, ``reference``
    and ``status`` are empty and ``amount`` is ``None``. ``reference``, ``currency`` and
    ``environment`` are not covered by the signature.
    """

    gateway: str
    fingerprint: str
    event: str
    transaction_id: str
    reference: str
    status: str
    amount: Decimal | None
    currency: str
    environment: str
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Bank:
    """A bank that the buyer may choose for PSE."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Merchant:
    """How the gateway presents us: our name there, the enabled methods, what buyers must accept."""

    name: str
    methods: frozenset[str]
    documents: tuple[Document, ...] = field(default=())


class Gateway(Protocol):
    """A payment provider. Implementations keep no state between calls.

    Every method that speaks to the provider may raise ``GatewayUnavailable`` (no usable answer)
    and ``GatewayRefused`` (a documented refusal), and must run outside any transaction.
    """

    name: str
    environment: str

    def start_charge(self, charge: Charge) -> ChargeState:
        """Open a charge; never repeated by itself.

        Raises:
            InvalidCharge: the charge breaks a rule of the gateway; nothing was sent.
            GatewayRefused: a documented refusal; there is no charge.
            GatewayUnreachable: certainly nothing was created.
            GatewayUnavailable: the charge may exist; ask ``find_by_reference`` before repeating.
            ReferenceTaken: a charge with this reference exists; ask ``find_by_reference``.
        """
        ...

    def find_charge(self, transaction_id: str) -> ChargeState:
        """Return the present state of a charge.

        Raises:
            ChargeNotFound: the gateway has no charge of this id.
        """
        ...

    def find_by_reference(self, reference: str) -> ChargeState:
        """Return the charge of this reference; of several, the one that took money, or may yet.

        Raises:
            ChargeNotFound: the gateway has none; the attempt may be repeated.
        """
        ...

    def await_payment_url(self, state: ChargeState) -> ChargeState:
        """Wait a little for the bank's address of ``state``; return the newest state known.

        The address may still be missing: the gateway is slow, or the charge is already final.
        An unavailable gateway is no error here, since the charge exists.
        """
        ...

    def void_charge(self, transaction_id: str) -> ChargeState:
        """Cancel an approved charge totally; return its state as read afterwards."""
        ...

    def banks(self) -> tuple[Bank, ...]:
        """Return the banks that buyers may choose for PSE."""
        ...

    def merchant(self) -> Merchant:
        """Return how the gateway presents us."""
        ...

    def read_notice(self, *, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Check the signature of a webhook and say what it is about.

        Raises:
            WebhookSecretMissing: nothing can be checked, nothing is accepted.
            UntrustedWebhook: the signature is missing or wrong, or covers too little.
        """
        ...
