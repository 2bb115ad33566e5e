"""What a shop's front must know to offer payments: public keys, documents, banks."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..gateways.base import Bank, Document
from ..gateways.errors import GatewayError
from ..gateways.registry import gateway
from ..selectors.routes import OfferedMethod, offered_methods
from ..states import Method

logger = logging.getLogger("plaza.payments")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Methods that can be chosen, the banks of PSE, and what buyers accept.

    ``is_degraded`` tells that the gateway does not answer: banks or documents may be missing.
    """

    methods: Sequence[OfferedMethod]
    banks: Sequence[Bank]
    documents: Sequence[Document]
    is_degraded: bool


def payment_offer(*, amount: Decimal | None = None) -> Offer:
    """Return what can be offered, for ``amount`` pesos if one is given.

    The gateway's own list of methods, banks and documents is some minutes old at most; without
    an answer of the gateway the routing table is offered as it is. Never called in a transaction.
    """
    methods = offered_methods(amount=amount)
    try:
        wompi = gateway("wompi")
        merchant = wompi.merchant()
        enabled = [
            offered
            for offered in methods
            if offered.gateways != ["wompi"] or offered.method.value in merchant.methods
        ]
        has_pse = any(offered.method == Method.PSE for offered in enabled)
        return Offer(
            methods=enabled,
            banks=wompi.banks() if has_pse else (),
            documents=merchant.documents,
            is_degraded=False,
        )
    except GatewayError as error:
        logger.warning("Offering payments without the gateway", extra={"code": error.code})
        return Offer(methods=methods, banks=(), documents=(), is_degraded=True)
