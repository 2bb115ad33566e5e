"""Runs all of the doctor's checks and prints their findings."""

import os
from collections.abc import Mapping, MutableMapping
from typing import TextIO

from . import doctor, doctor_django
from .doctor import Finding, Grade
from .errors import ExitCode
from .home import Home


def running_values(home: Home) -> dict[str, str]:
    """Return the addresses of the running stack of ``home``; empty when none runs."""
    if not home.stack_file.exists():
        return {}
    lines = home.stack_file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def examine(*, environment: MutableMapping[str, str] = os.environ, out: TextIO) -> ExitCode:
    """Print every finding, one line each; returns FAILED if one keeps Plaza from working."""
    home = Home.from_environment(environment)
    findings = []
    for finding in all_findings(home, environment):
        findings.append(finding)
        out.write(f"{finding.grade:<5} {finding.subject}: {finding.text}\n")
        out.flush()
    counts = {grade: sum(each.grade is grade for each in findings) for grade in Grade}
    out.write(f"\n{counts[Grade.FAIL]} to mend, {counts[Grade.WARN]} to look at\n")
    return ExitCode.FAILED if counts[Grade.FAIL] else ExitCode.CLEAN


def all_findings(home: Home, given: Mapping[str, str]) -> doctor.Findings:
    values = {**running_values(home), **given}
    yield from doctor.check_python()
    yield from doctor.check_packages(given)
    yield from doctor.check_port(home, given)
    yield from doctor.check_disk(home)
    answers: list[Finding] = []
    for finding in doctor.check_services(values):
        answers.append(finding)
        yield finding
    database_answers = any(
        finding.subject == "DATABASE_URL" and finding.grade is Grade.OK for finding in answers
    )
    yield from doctor_django.check_django(database_answers=database_answers)
