from pathlib import Path

import pytest

from marketplace.runner import doctor
from marketplace.runner.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "plaza")
    home.prepare()
    return home


def test_with_a_running_stack_the_doctor_says_where_it_runs(
    home: Home, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(doctor, "is_free", lambda port: True)

    with home.locked(url="http://127.0.0.1:8123"):
        running = list(doctor.check_port(home, {}))

    assert running == [doctor.ok("PORT", "this data folder's stack runs at http://127.0.0.1:8123")]
    assert list(doctor.check_port(home, {})) == [doctor.ok("PORT", "8000 is free")]
