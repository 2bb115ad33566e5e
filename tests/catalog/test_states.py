from itertools import product

import pytest

from catalog.errors import ProductTransitionNotAllowed
from catalog.states import STEPS, ProductAction, ProductRole, ProductStatus, next_status

EVERYTHING = list(product(ProductStatus, ProductAction, ProductRole))


@pytest.mark.parametrize(("status", "action", "role"), EVERYTHING)
def test_only_the_steps_of_the_table_are_allowed(status, action, role):
    step = STEPS.get((status, action))
    if step is not None and role in step.by:
        assert next_status(status, action, role=role) == step.to
    else:
        with pytest.raises(ProductTransitionNotAllowed) as refusal:
            next_status(status, action, role=role)
        assert refusal.value.details == {"status": status.value, "action": action.value}
