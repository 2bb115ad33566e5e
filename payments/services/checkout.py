"""Starting a payment: commit the attempt, call the gateway, keep its answer; never in one step.

A buyer who asks again while an attempt is open never causes a second charge: the gateway is asked
about the first one, and only what it certainly does not have is sent again, under the same
reference.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from marketplace.shared import clock
from marketplace.shared.faults import fault_point
from orders.selectors.payable import PayableOrder, payable_order

from ..card_data import carries_card_data
from ..errors import (
    CardDataRefused,
    ChargeMismatch,
    ConsentMissing,
    MethodNotAvailable,
    PaymentDataInvalid,
    PaymentRefused,
    PaymentUnavailable,
    RedirectNotAllowed,
)
from ..fraud_rules import PaymentFacts, fraud_score
from ..gateways.base import Charge, ChargeMethod, ChargeState
from ..gateways.errors import (
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    GatewayUnreachable,
    InvalidCharge,
    ReferenceTaken,
)
from ..gateways.registry import NAMES, gateway
from ..models import ChargeAttempt
from ..selectors.buyers import history_of, open_attempt_of
from ..selectors.routes import gateways_for
from ..states import OPEN, ChargeStatus, Method
from . import attempts
from .alerts import mismatch
from .polling import ask_gateway
from .settlement import settle

logger = logging.getLogger("plaza.payments")

# What may be kept of a method's data: nothing that pays, nothing that identifies.
KEPT_DATA = ("installments", "financial_institution_code", "user_type", "user_legal_id_type")
# The gateway's ways of saying that our own keys are wrong.
OUR_FAULT = (401, 403)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a buyer wants to pay.

    Attributes:
        method_data: in Wompi's own names, whichever gateway serves; never a card number.
        redirect_url: where the bank sends the buyer back; empty is the shop's own page.
        ip: the buyer's address, as far as known.
        accepts_terms, accepts_personal_data: what the buyer ticked; both must be true.
        account_created_at: since when the buyer has an account; only weighed.
        gateway: force this one; empty lets the routing table choose.
    """

    method: Method
    method_data: Mapping[str, Any]
    accepts_terms: bool
    accepts_personal_data: bool
    redirect_url: str = ""
    ip: str = ""
    account_created_at: datetime | None = None
    gateway: str = ""


def start_payment(*, buyer_id: UUID, order_id: UUID, wish: Wish) -> ChargeAttempt:
    """Try to charge the buyer's own order; return the attempt with what the gateway said.

    The attempt may come back ``pending``, already final, or ``unknown``: the gateway did not
    answer, may have charged, and is asked until it tells. Called a second time it adopts an
    attempt with an unknown outcome, or is refused while one is open.

    Raises:
        OrderNotFound: no such order of this buyer.
        CardDataRefused, ConsentMissing, RedirectNotAllowed, PaymentDataInvalid: nothing was
            charged, and card data were neither kept nor logged.
        OrderNotPayable: paid, cancelled or expired.
        MethodNotAvailable: no gateway, or not the wished one, serves the method for this amount.
        PaymentInProgress: another attempt is open; ``details`` name it.
        TooManyAttempts: the order was tried too often.
        PaymentRefused: the gateway certainly did not take it; ``details`` say why.
        PaymentUnavailable: no gateway could be reached; certainly nothing was charged.
    """
    _check_wish(wish)
    order = payable_order(order_id=order_id, buyer_id=buyer_id)
    attempts.check_payable(order)
    candidates = _candidates(order, wish)
    previous = open_attempt_of(order_id=order_id)
    if previous is not None:
        adopted = _resolve(previous)
        if adopted is not None:
            return adopted
        order = payable_order(order_id=order_id, buyer_id=buyer_id)
        previous = open_attempt_of(order_id=order_id)
    if previous is not None:
        candidates = [_gateway_of(previous, candidates)]
    for name in candidates:
        plan = _plan(name, buyer_id, order, wish)
        if previous is None:
            turn = attempts.open_attempt(order_id=order_id, buyer_id=buyer_id, plan=plan)
        else:
            turn = attempts.take_over(seen=previous, buyer_id=buyer_id, plan=plan)
        fault_point("payments.after_attempt_commit")
        try:
            return _call(turn, _charge(turn.attempt, order, wish))
        except GatewayUnreachable:
            logger.warning("Gateway cannot be reached", extra={"gateway": name})
    raise PaymentUnavailable(
        "No hay conexión con la pasarela de pagos. No se cobró nada; inténtelo de nuevo.",
        retry_after=attempts.POLL_AFTER_SECONDS[0],
    )


def _check_wish(wish: Wish) -> None:
    if carries_card_data(dict(wish.method_data)):
        raise CardDataRefused("No envíe datos de la tarjeta; envíe el token de la pasarela.")
    if not (wish.accepts_terms is True and wish.accepts_personal_data is True):
        raise ConsentMissing("Acepte los términos y el tratamiento de datos personales.")
    if wish.redirect_url:
        parts = urlsplit(wish.redirect_url)
        allowed = {urlsplit(settings.PUBLIC_BASE_URL).hostname, *settings.PAYMENT_REDIRECT_HOSTS}
        if parts.scheme not in ("https", "http") or parts.hostname not in allowed:
            raise RedirectNotAllowed("La dirección de regreso no es de esta tienda.")


def _candidates(order: PayableOrder, wish: Wish) -> list[str]:
    names = gateways_for(method=wish.method, amount=order.total)
    if wish.gateway:
        if wish.gateway not in NAMES:
            raise MethodNotAvailable(
                "Esta pasarela de pagos no está disponible.", gateway=wish.gateway
            )
        names = [name for name in names if name == wish.gateway]
    if not names:
        raise MethodNotAvailable(
            "Este medio de pago no está disponible para este valor.", method=wish.method.value
        )
    return names


def _gateway_of(previous: ChargeAttempt, candidates: list[str]) -> str:
    """Return where an open attempt is to be sent: where it was sent before, if it ever was."""
    if previous.next_poll_at is None:
        return candidates[0]
    if previous.gateway not in candidates:
        raise attempts.in_progress(previous)
    return previous.gateway


def _resolve(previous: ChargeAttempt) -> ChargeAttempt | None:
    """Find out about an open attempt first.

    Returns it when the gateway had it all along, though we did not know: that one is the payment.
    Returns ``None`` when the way is free, or the same reference may be sent again.

    Raises:
        PaymentInProgress: its outcome is still open, or cannot be found out now.
    """
    if previous.next_poll_at is None:
        return None  # an intent that was never sent
    if previous.status == ChargeStatus.CREATED and previous.next_poll_at > clock.now():
        raise attempts.in_progress(previous)  # its call is under way
    was_known = previous.status == ChargeStatus.PENDING
    try:
        asked = ask_gateway(attempt_id=previous.pk)
    except (GatewayError, ChargeMismatch) as error:
        raise attempts.in_progress(previous) from error
    if not asked.exists:
        return None
    if asked.attempt.status in OPEN:
        if was_known:
            raise attempts.in_progress(asked.attempt)
        return asked.attempt
    return asked.attempt if asked.attempt.status == ChargeStatus.APPROVED else None


def _plan(name: str, buyer_id: UUID, order: PayableOrder, wish: Wish) -> attempts.Plan:
    now = clock.now()
    history = history_of(buyer_id=buyer_id)
    since = wish.account_created_at
    facts = PaymentFacts(
        amount=order.total,
        account_age=None if since is None else now - since,
        recent_declines=history.recent_declines,
        recent_attempts=history.recent_attempts,
        approved_before=history.approved_before,
    )
    return attempts.Plan(
        method=wish.method,
        gateway=name,
        kept_data={key: wish.method_data[key] for key in KEPT_DATA if key in wish.method_data},
        acceptance={
            "accept_terms": True,
            "accept_personal_data": True,
            "user_id": str(buyer_id),
            "ip": wish.ip,
            "at": now.isoformat(),
        },
        fraud_score=fraud_score(facts),
    )


def _charge(attempt: ChargeAttempt, order: PayableOrder, wish: Wish) -> Charge:
    return Charge(
        reference=attempt.reference,
        amount=attempt.amount,
        currency=attempt.currency,
        method=ChargeMethod(wish.method.value),
        method_data=wish.method_data,
        buyer_email=order.email,
        full_name=order.full_name,
        phone=order.phone,
        redirect_url=wish.redirect_url or f"{settings.PUBLIC_BASE_URL}/",
        accepts_terms=wish.accepts_terms,
        accepts_personal_data=wish.accepts_personal_data,
        description=f"Pedido {order.number}",
        iva=order.iva,
        ip=wish.ip,
    )


def _call(turn: attempts.Turn, charge: Charge) -> ChargeAttempt:
    """Call the gateway once and keep what it said.

    Raises:
        GatewayUnreachable: certainly nothing was created; the attempt is closed.
        PaymentRefused, PaymentDataInvalid, PaymentUnavailable: likewise.
    """
    adapter = gateway(turn.attempt.gateway)
    try:
        state = adapter.start_charge(charge)
    except GatewayUnreachable as error:
        attempts.mark_not_charged(turn, message=error.message)
        raise
    except ReferenceTaken:
        return _adopt(turn)
    except GatewayUnavailable as error:
        return _keep_unknown(turn, error)
    except GatewayRefused as error:
        attempts.mark_not_charged(turn, message=error.message)
        raise _refusal(error) from error
    fault_point("payments.after_gateway_call")
    attempt = _settle_or_alert(turn, state)
    if charge.method == ChargeMethod.PSE and not attempt.payment_url and attempt.status in OPEN:
        attempt = _settle_or_alert(turn, adapter.await_payment_url(state))
    return attempt


def _adopt(turn: attempts.Turn) -> ChargeAttempt:
    """The gateway has had this reference since an earlier call: take that charge over."""
    try:
        state = gateway(turn.attempt.gateway).find_by_reference(turn.attempt.reference)
    except GatewayError as error:
        return _keep_unknown(turn, error)
    return _settle_or_alert(turn, state)


def _keep_unknown(turn: attempts.Turn, error: GatewayError) -> ChargeAttempt:
    extra = {"charge_id": str(turn.attempt.pk), "code": error.code}
    logger.warning("The outcome of a charge is unknown", extra=extra)
    return attempts.mark_unknown(turn)


def _settle_or_alert(turn: attempts.Turn, state: ChargeState) -> ChargeAttempt:
    try:
        return settle(state=state)
    except ChargeMismatch as error:
        # Something was created under our reference, but not what we asked for.
        mismatch(charge_id=turn.attempt.pk, differences=error.details["differences"])
        return attempts.mark_unknown(turn)


def _refusal(error: GatewayRefused) -> PaymentRefused | PaymentDataInvalid | PaymentUnavailable:
    if isinstance(error, InvalidCharge):
        return PaymentDataInvalid(error.message, **error.details)
    if error.details.get("gateway_status") in OUR_FAULT:
        logger.error("The gateway does not accept our keys")
        return PaymentUnavailable("La pasarela de pagos no está disponible. No se cobró nada.")
    return PaymentRefused(
        "La pasarela no aceptó el pago. No se cobró nada; revise los datos e inténtelo de nuevo.",
        reasons=error.details.get("messages", {}),
    )
