from itertools import product

import pytest

from vendors.errors import VendorTransitionNotAllowed
from vendors.states import STEPS, VendorAction, VendorStatus, next_status

ALLOWED = {
    ("pending", "approve"): "approved",
    ("pending", "reject"): "rejected",
    ("rejected", "approve"): "approved",
    ("approved", "suspend"): "suspended",
    ("suspended", "reactivate"): "approved",
    ("approved", "close"): "closed",
    ("suspended", "close"): "closed",
}


@pytest.mark.parametrize(("status", "action"), [*product(VendorStatus, VendorAction)])
def test_only_the_steps_of_the_table_are_allowed(status, action):
    wanted = ALLOWED.get((status.value, action.value))
    if wanted is not None:
        assert next_status(status, action) == wanted
    else:
        with pytest.raises(VendorTransitionNotAllowed) as refusal:
            next_status(status, action)
        assert refusal.value.details == {"status": status.value, "action": action.value}


def test_the_table_has_these_steps_and_no_others():
    assert {(str(status), str(action)) for status, action in STEPS} == set(ALLOWED)
