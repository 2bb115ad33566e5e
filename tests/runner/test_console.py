import errno
import io
from pathlib import Path
from unittest import mock

import pytest

from marketplace.runner import console as consoles
from marketplace.runner.console import Console, LogFile


def test_each_line_carries_the_name_of_its_part(tmp_path: Path):
    out = io.StringIO()
    console = Console(logs=tmp_path, out=out)

    console.line("web", "\x1b[31mhola\x1b[0m")
    console.line("postgres", "listening")

    assert out.getvalue() == "web      | hola\npostgres | listening\n"
    assert (tmp_path / "web.log").read_text() == "hola\n"


def test_a_part_that_is_not_shown_is_in_its_log_only(tmp_path: Path):
    out = io.StringIO()
    console = Console(logs=tmp_path, out=out)

    console.line("chroma", "banner", shown=False)

    assert out.getvalue() == ""
    assert (tmp_path / "chroma.log").read_text() == "banner\n"
    assert console.last_lines("chroma") == ["banner"]


def test_a_log_never_takes_more_than_twice_its_limit(tmp_path: Path):
    log = LogFile(tmp_path / "web.log", limit=100)

    for number in range(100):
        log.write(f"line {number:03}")

    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["web.log", "web.log.1"]
    assert all(file.stat().st_size <= 110 for file in files)
    assert (tmp_path / "web.log").read_text().endswith("line 099\n")


def test_a_full_disk_loses_log_lines_and_says_so_once(tmp_path: Path):
    out = io.StringIO()
    console = Console(logs=tmp_path, out=out, data="/srv/plaza")
    full = OSError(errno.ENOSPC, "No space left on device")

    with mock.patch.object(consoles, "open", side_effect=full, create=True):
        console.line("web", "one")
        console.line("web", "two")

    said = out.getvalue()
    assert "web      | one\n" in said
    assert said.count("The disk of the data folder /srv/plaza is full") == 1


def test_an_engine_that_complains_of_a_full_disk_is_understood(tmp_path: Path):
    out = io.StringIO()
    console = Console(logs=tmp_path, out=out, data="/srv/plaza")

    console.line("postgres", "PANIC: could not write: No space left on device")

    assert "The disk of the data folder /srv/plaza is full" in out.getvalue()


def test_other_errors_of_the_log_are_not_hidden(tmp_path: Path):
    log = LogFile(tmp_path / "missing" / "web.log")

    with pytest.raises(FileNotFoundError):
        log.write("line")
