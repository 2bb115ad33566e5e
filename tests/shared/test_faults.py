import pytest

from marketplace.shared import faults
from marketplace.shared.faults import fault_point


def test_an_unarmed_point_does_nothing():
    fault_point("somewhere")

    assert faults._armed == {}


def test_an_armed_point_acts_by_name_until_it_is_healed():
    def fail():
        raise ZeroDivisionError

    faults.arm("here", fail)

    fault_point("elsewhere")
    with pytest.raises(ZeroDivisionError):
        fault_point("here")

    faults.disarm()
    fault_point("here")
