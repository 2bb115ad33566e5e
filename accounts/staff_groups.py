"""The groups of staff: each with the least that its work needs."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class StaffGroup:
    """``sees``: whole apps; ``changes``: ``app.model`` or whole apps, with adding and deleting."""

    sees: frozenset[str]
    changes: frozenset[str]

    def includes(self, app_label: str, codename: str) -> bool:
        """Tell whether the group has Django's permission ``app_label.codename``."""
        verb, _, model = codename.partition("_")
        if verb == "view":
            return app_label in self.sees
        return bool({app_label, f"{app_label}.{model}"} & self.changes)


STAFF_GROUPS = {
    "soporte": StaffGroup(
        sees=frozenset({"accounts", "vendors", "catalog", "orders", "payments"}),
        changes=frozenset(
            {"accounts.loginsession", "accounts.privacyrequest", "vendors.vendor", "orders"}
        ),
    ),
    "finanzas": StaffGroup(
        sees=frozenset({"vendors", "orders", "payments"}),
        changes=frozenset({"payments"}),
    ),
    "catalogo": StaffGroup(
        sees=frozenset({"vendors", "catalog"}),
        changes=frozenset({"catalog"}),
    ),
}
