import os
import stat
from pathlib import Path

import pytest

from marketplace.runner import home as homes
from marketplace.runner.errors import AlreadyRunning, ExitCode, WrongConfiguration
from marketplace.runner.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "plaza")
    home.prepare()
    return home


def test_a_second_start_is_told_where_the_first_one_is(home: Home):
    with (
        home.locked(url="http://127.0.0.1:8000"),
        pytest.raises(AlreadyRunning) as refusal,
        home.locked(url="http://127.0.0.1:8001"),
    ):
        pytest.fail("two stacks hold one folder")

    assert f"http://127.0.0.1:8000, process {os.getpid()}" in str(refusal.value)
    assert "make stop" in str(refusal.value)
    assert refusal.value.exit_code is ExitCode.ALREADY_RUNNING


def test_the_folder_is_free_again_when_the_holder_has_gone(home: Home):
    with home.locked(url="http://127.0.0.1:8000"):
        assert home.holder() == os.getpid()

    assert home.holder() is None
    with home.locked(url="http://127.0.0.1:8001"):
        assert home.holder() == os.getpid()


def test_secrets_stay_the_same_and_are_for_the_owner_only(home: Home):
    first = home.secret("SECRET_KEY")

    assert home.secret("SECRET_KEY") == first
    assert home.secret("JWT_SIGNING_KEY") != first
    assert len(first) >= 50
    assert stat.S_IMODE((home.path / "secrets.json").stat().st_mode) == 0o600


def test_the_stack_file_is_for_the_owner_only_and_reads_as_it_was_written(home: Home):
    home.write_stack_file({"DATABASE_URL": "postgresql://plaza:a-b_c@127.0.0.1:5/plaza"})

    assert (
        home.stack_file.read_text() == "DATABASE_URL=postgresql://plaza:a-b_c@127.0.0.1:5/plaza\n"
    )
    assert stat.S_IMODE(home.stack_file.stat().st_mode) == 0o600


def test_a_full_disk_is_refused_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(homes, "NEEDED_AT_FIRST", 2**40)

    with pytest.raises(
        WrongConfiguration, match=r"disk of the data folder .* is full: \d+ MB free"
    ):
        Home(tmp_path / "plaza").prepare()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(WrongConfiguration, match="cannot be written: Not a directory"):
        Home(tmp_path / "file" / "plaza").prepare()


def test_spoilt_notes_are_forgotten_instead_of_stopping_the_start(home: Home):
    (home.path / "ports.json").write_text('{"postgres": ')

    assert home.read_json("ports.json") == {}
