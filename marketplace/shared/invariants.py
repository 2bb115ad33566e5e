"""What must be true of the stored rows at every moment; see ``docs/invariants.md``.

Each app lists its ``CHECKS`` in ``<app>/invariants.py``. Together they are run by
``manage.py check_invariants``, at the end of concurrency tests, and every night.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rule about stored rows.

    Attributes:
        code: stable English name, such as ``"stock_counter"``.
        rule: the rule in one Spanish sentence.
        sql: a SELECT of the rows that break it, as ``(id, detail)``; none when all is well.
    """

    code: str
    rule: str
    sql: str
