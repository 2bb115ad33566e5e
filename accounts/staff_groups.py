"""What each group of staff may do: the least that its work needs. The one place for it.

``manage.py sync_staff_groups`` makes the database so; nobody edits groups by hand.
"""

from collections.abc import Mapping

ADMINISTRATORS = "administradores"
STAFF_GROUPS = ("soporte", "catalogo", "pedidos", "finanzas", ADMINISTRATORS)
VERBS = {"v": "view", "c": "change", "a": "add", "d": "delete"}

# A column for each of STAFF_GROUPS; "-" is nothing. Each model has a line, so that a new one
# needs a decision. A line of dashes is a table for superusers, or for nobody at all.
_DECISIONS: Mapping[str, str] = {
    # People. Support helps with logins; administrators look after the staff below them.
    "accounts.user":              "v   -    -   -    vc",
    "accounts.loginsession":      "vc  -    -   -    vc",
    "accounts.loginattempt":      "vc  -    -   -    vc",
    "accounts.loginchallenge":    "-   -    -   -    -",
    "accounts.totpdevice":        "v   -    -   -    vc",
    "accounts.recoverycode":      "-   -    -   -    -",
    "accounts.signingkey":        "-   -    -   -    v",
    "accounts.linktoken":         "v   -    -   -    v",
    "accounts.sendrequest":       "v   -    -   -    v",
    "accounts.department":        "v   v    v   v    v",
    "accounts.municipality":      "v   v    v   v    v",
    "accounts.notification":      "v   -    -   -    v",
    "accounts.notificationpreference": "v -  -   -    v",
    "accounts.dataexport":        "v   -    -   -    v",
    "accounts.deletionrequest":   "v   -    -   -    v",
    "accounts.privacyrequest":    "vc  -    -   -    vc",
    "accounts.socialidentity":    "vc  -    -   -    vc",
    "accounts.signinnonce":       "-   -    -   -    -",
    "accounts.refreshtoken":      "-   -    -   -    v",
    "accounts.onetimecode":       "v   -    -   -    v",
    "accounts.consent":           "v   -    -   -    v",
    "accounts.address":           "v   -    v   -    v",
    "auth.group":                 "-   -    -   -    v",
    "auth.permission":            "-   -    -   -    -",
    # Shops. Support decides on them; what they earn and where it goes is for finance to see.
    "vendors.vendor":             "vc  v    v   v    vc",
    "vendors.vendorstatuschange": "v   v    -   v    v",
    "vendors.vendordocument":     "v   -    -   v    v",
    "vendors.member":             "v   -    -   -    v",
    "vendors.invitation":         "v   -    -   -    v",
    "vendors.bankaccount":        "v   -    -   v    v",
    "vendors.shippingrate":       "v   -    v   v    v",
    # Goods.
    "catalog.category":           "v   vcad v   -    v",
    "catalog.brand":              "v   vcad v   -    v",
    "catalog.product":            "v   vc   v   -    v",
    "catalog.variant":            "v   vc   v   -    v",
    "catalog.productimage":       "v   vc   v   -    v",
    "catalog.productstatuschange": "v  v    -   -    v",
    "catalog.review":             "v   vc   -   -    v",
    "catalog.searchsynonym":      "-   vcad -   -    v",
    "catalog.searchword":         "-   v    -   -    v",
    "catalog.stockmovement":      "v   v    v   -    v",
    "catalog.reservation":        "v   v    v   -    v",
    "catalog.pricechange":        "v   v    v   -    v",
    # Orders. Finance sees what was sold, not where it was sent.
    "orders.cart":                "v   -    -   -    v",
    "orders.cartitem":            "v   -    -   -    v",
    "orders.order":               "vc  -    vc  v    v",
    "orders.vendororder":         "vc  -    vc  v    v",
    "orders.orderline":           "v   -    v   v    v",
    "orders.statuschange":        "v   -    v   v    v",
    "orders.shipment":            "vc  -    vc  -    v",
    "orders.shipmentline":        "v   -    v   -    v",
    "orders.return":              "vc  -    vc  v    v",
    "orders.returnline":          "v   -    v   v    v",
    # Money moves in finance alone; administrators look on.
    "payments.chargeattempt":     "v   -    v   vc   v",
    "payments.refund":            "v   -    v   vc   v",
    "payments.paymentroute":      "-   -    -   vcad v",
    "payments.webhooknotice":     "-   -    -   vc   v",
    "payments.rejectednotice":    "-   -    -   v    v",
    "payments.commission":        "-   -    -   v    v",
    "payments.commissionline":    "-   -    -   v    v",
    "payments.commissionrule":    "-   -    -   vca  v",
    "payments.ledgeraccount":     "-   -    -   v    v",
    "payments.ledgerposting":     "-   -    -   v    v",
    "payments.ledgerentry":       "-   -    -   v    v",
    "payments.payout":            "-   -    -   vc   v",
    "payments.statement":         "-   -    -   v    v",
    # The machinery.
    "shared.auditentry":          "-   -    -   -    v",
    "shared.sentmail":            "v   -    -   -    v",
    "shared.sentsms":             "v   -    -   -    v",
    "shared.unreachable":         "vc  -    -   -    vc",
    "shared.staffaccess":         "-   -    -   -    v",
    "shared.outboxmessage":       "-   -    -   -    vc",
    "shared.idempotencykey":      "-   -    -   -    v",
    "admin.logentry":             "-   -    -   -    -",
    "contenttypes.contenttype":   "-   -    -   -    -",
    "sessions.session":           "-   -    -   -    -",
}  # fmt: skip


def _read(line: str) -> dict[str, str]:
    """Return the letters of a line by group.

    Raises:
        ValueError: the line has another number of columns, or another letter.
    """
    letters = dict(zip(STAFF_GROUPS, line.split(), strict=True))
    if set("".join(letters.values())) - {*VERBS, "-"}:
        raise ValueError(f"a letter of {line!r} is none of {', '.join(VERBS)}")
    return letters


DECISIONS: Mapping[str, Mapping[str, str]] = {
    model: _read(line) for model, line in _DECISIONS.items()
}


def permissions_of(group: str) -> set[str]:
    """Return Django's names of what the group may do: ``orders.view_order``."""
    found = set()
    for label, letters in DECISIONS.items():
        app, _, model = label.partition(".")
        found |= {f"{app}.{VERBS[letter]}_{model}" for letter in letters[group] if letter != "-"}
    return found
