"""The table: each operation under ``/api/v1`` with whom it is for, by audience.

A new route is a line here: choose the group of its audience, or write a new one. The route is
written as in ``urls.py``, without the prefix.
"""

from .lines import Table
from .table_people import BUYERS_THINGS, OPERATORS, SIGNED_IN
from .table_public import GUESTS, OPEN
from .table_trade import PRODUCTS, SHOPS, STAFF

GROUPS = (OPEN, GUESTS, OPERATORS, SIGNED_IN, BUYERS_THINGS, SHOPS, PRODUCTS, STAFF)
TABLE: Table = {operation: line for group in GROUPS for operation, line in group.items()}
