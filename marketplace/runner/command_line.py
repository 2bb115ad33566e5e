"""Runs the runner's commands without Django's settings, which may be what is wrong."""

from collections.abc import Sequence
from importlib import import_module

COMMANDS = ("runstack", "stopstack", "doctor")


def is_ours(arguments: Sequence[str]) -> bool:
    return len(arguments) > 1 and arguments[1] in COMMANDS


def run(arguments: Sequence[str]) -> None:
    """Run the command named in ``arguments``; it ends the process with its exit code."""
    name = arguments[1]
    command = import_module(f"marketplace.management.commands.{name}").Command()
    options = command.create_parser(arguments[0], name).parse_args(arguments[2:])
    command.handle(**vars(options))
