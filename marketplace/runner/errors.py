"""Why a stack does not start, and the exit codes that tell it."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What ``manage.py runstack`` tells its caller; ``docs/running.md`` lists the same."""

    CLEAN = 0
    FAILED = 1
    WRONG_CONFIGURATION = 2
    ALREADY_RUNNING = 3


class StackError(Exception):
    """Told to the person at the terminal: what is wrong and how to mend it."""

    exit_code = ExitCode.FAILED


class WrongConfiguration(StackError):
    """Only the person can mend it: a port, a folder, an address, a missing package."""

    exit_code = ExitCode.WRONG_CONFIGURATION


class AlreadyRunning(StackError):
    """Another stack holds this data folder."""

    exit_code = ExitCode.ALREADY_RUNNING
