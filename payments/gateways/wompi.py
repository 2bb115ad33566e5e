"""Wompi (Colombia): cards by token, PSE, Nequi. ``docs/gateways/wompi.md`` tells the protocol."""

import hashlib
import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.cache import cache

from marketplace.shared.http import OutgoingClient

from .base import Bank, Charge, ChargeState, ChargeStatus, Merchant, Notice
from .errors import (
    ChargeNotFound,
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    GatewayUnreachable,
    MalformedAnswer,
)
from .wompi_answers import (
    TRANSACTION_ID,
    parse_banks,
    parse_merchant,
    parse_transaction,
)
from .wompi_http import WompiConnection
from .wompi_notices import read_event
from .wompi_requests import REFERENCE, check_charge, transaction_payload

logger = logging.getLogger("plaza.payments.wompi")

BANKS_SECONDS = 24 * 60 * 60
MERCHANT_SECONDS = 5 * 60
# Of several transactions with one reference, the one that counts: first the one that took money.
_WEIGHT = {
    ChargeStatus.APPROVED: 0,
    ChargeStatus.PENDING: 1,
    ChargeStatus.VOIDED: 2,
    ChargeStatus.DECLINED: 3,
    ChargeStatus.ERROR: 4,
}


class WompiGateway:
    """The adapter. It keeps nothing between calls but its configuration."""

    name = "wompi"

    def __init__(
        self,
        *,
        base_url: str,
        public_key: str,
        private_key: str,
        events_secret: str,
        integrity_secret: str,
        connect_timeout: float = 3.0,
        read_timeout: float = 10.0,
        pse_poll_seconds: float = 1.0,
        pse_polls: int = 10,
    ) -> None:
        self._public_key = public_key
        self._private_key = private_key
        self._events_secret = events_secret
        self._integrity_secret = integrity_secret
        self._pse_poll_seconds = pse_poll_seconds
        self._pse_polls = pse_polls
        self._patience = pse_poll_seconds * pse_polls + read_timeout
        self._wompi = WompiConnection(
            OutgoingClient(
                base_url,
                connect_timeout=connect_timeout,
                read_timeout=read_timeout,
                headers={"Accept": "application/json"},
            )
        )
        account = hashlib.sha256(f"{base_url} {public_key}".encode()).hexdigest()[:16]
        self._cache_prefix = f"wompi:{account}"
        self.environment = "prod" if private_key.startswith("prv_prod_") else "test"

    def start_charge(self, charge: Charge) -> ChargeState:
        """Open a charge with two fresh acceptance tokens. Two requests; neither is repeated.

        Raises: see ``Gateway.start_charge``.
        """
        check_charge(charge, environment=self.environment)
        merchant, tokens = self._fresh_acceptances()
        payload = transaction_payload(
            charge,
            acceptance_token=tokens["presigned_acceptance"],
            personal_data_token=tokens["presigned_personal_data_auth"],
            integrity_secret=self._integrity_secret,
            environment=self.environment,
        )
        answer = self._wompi.ask("POST", "/transactions", headers=self._private(), json=payload)
        state = self._state(answer.get("data"))
        if (state.reference, state.amount, state.currency) != (
            charge.reference,
            charge.amount,
            charge.currency,
        ):
            logger.error(
                "Wompi answered another charge than was asked for",
                extra={"transaction_id": state.transaction_id},
            )
            raise MalformedAnswer("Wompi respondió otro cobro.")
        return replace(state, documents=merchant.documents)

    def find_charge(self, transaction_id: str) -> ChargeState:
        """Return the present state of a transaction. One request.

        Raises:
            ChargeNotFound: no such transaction.
        """
        if not TRANSACTION_ID.fullmatch(transaction_id):
            raise ChargeNotFound("Wompi no puede tener un cobro con este id.")
        answer = self._wompi.ask("GET", f"/transactions/{transaction_id}", headers=self._private())
        state = self._state(answer.get("data"))
        if state.transaction_id != transaction_id:
            raise MalformedAnswer("Wompi respondió otro cobro.")
        return state

    def find_by_reference(self, reference: str) -> ChargeState:
        """Return the transaction of a reference; of several, the one that took money. One request.

        Raises:
            ChargeNotFound: there is none.
        """
        if not REFERENCE.fullmatch(reference):
            raise ChargeNotFound("Wompi no puede tener un cobro con esta referencia.")
        answer = self._wompi.ask(
            "GET", "/transactions", headers=self._private(), params={"reference": reference}
        )
        entries = answer.get("data")
        if not isinstance(entries, list):
            raise MalformedAnswer("Wompi no devolvió una lista.")
        states = [self._state(entry) for entry in entries]
        if any(state.reference != reference for state in states):
            raise MalformedAnswer("Wompi respondió otro cobro.")
        if not states:
            raise ChargeNotFound("Wompi no tiene un cobro con esta referencia.")
        return min(states, key=lambda state: _WEIGHT[state.status])

    def await_payment_url(self, state: ChargeState) -> ChargeState:
        """Look at the transaction until it has an address or is final, or patience ends.

        Sleeps ``pse_poll_seconds`` before each of at most ``pse_polls`` looks.
        """
        give_up_at = time.monotonic() + self._patience
        for _ in range(self._pse_polls):
            if state.payment_url or state.status.is_final or time.monotonic() > give_up_at:
                break
            time.sleep(self._pse_poll_seconds)
            try:
                seen = self.find_charge(state.transaction_id)
            except GatewayError:
                # Whatever this look met, the charge exists: a later one, or polling, will see it.
                continue
            state = replace(seen, documents=state.documents)
        return state

    def void_charge(self, transaction_id: str) -> ChargeState:
        """Cancel an approved card payment, the whole of it. Two requests.

        Wompi voids on the day of the payment only and has no other refund; what it refuses
        must be refunded by hand.

        Raises:
            GatewayRefused: not voidable; nothing changed.
            GatewayUnavailable: it may be voided; ask ``find_charge``.
        """
        if not TRANSACTION_ID.fullmatch(transaction_id):
            raise ChargeNotFound("Wompi no puede tener un cobro con este id.")
        self._wompi.ask(
            "POST", f"/transactions/{transaction_id}/void", headers=self._private(), json={}
        )
        try:
            return self.find_charge(transaction_id)
        except GatewayRefused as error:
            raise GatewayUnavailable("Wompi anuló el cobro y no lo muestra.") from error

    def banks(self) -> tuple[Bank, ...]:
        """Return the PSE banks, at most a day old. One request when the cache has none."""
        key = f"{self._cache_prefix}:banks"
        banks: tuple[Bank, ...] | None = cache.get(key)
        if banks is None:
            answer = self._wompi.ask(
                "GET", "/pse/financial_institutions", headers=_bearer(self._public_key)
            )
            banks = parse_banks(answer.get("data"))
            cache.set(key, banks, BANKS_SECONDS)
        return banks

    def merchant(self) -> Merchant:
        """Return our name and links at Wompi, some minutes old at most; never the tokens."""
        key = f"{self._cache_prefix}:merchant"
        merchant: Merchant | None = cache.get(key)
        if merchant is None:
            merchant, _spent_by_nobody = self._merchant_info()
        return merchant

    def read_notice(self, *, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Check an event of Wompi and say what it is about.

        Raises:
            WebhookSecretMissing, UntrustedWebhook: see ``wompi_notices.read_event``.
        """
        return read_event(body=body, headers=headers, secret=self._events_secret)

    def _fresh_acceptances(self) -> tuple[Merchant, dict[str, str]]:
        """Return the merchant with two unspent tokens; a failure here has created nothing."""
        try:
            return self._merchant_info()
        except GatewayRefused:
            raise
        except GatewayUnavailable as error:
            raise GatewayUnreachable("Wompi no entregó los tokens de aceptación.") from error

    def _merchant_info(self) -> tuple[Merchant, dict[str, str]]:
        answer = self._wompi.ask(
            "GET", "/merchants/info", headers={"x-merchant-public-key": self._public_key}
        )
        merchant, tokens = parse_merchant(answer.get("data"))
        cache.set(f"{self._cache_prefix}:merchant", merchant, MERCHANT_SECONDS)
        return merchant, tokens

    def _state(self, data: Any) -> ChargeState:
        return parse_transaction(data, environment=self.environment)

    def _private(self) -> dict[str, str]:
        return _bearer(self._private_key)


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
