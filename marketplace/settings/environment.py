"""Reads the environment, once and with types.

While a stack runs, ``PLAZA_HOME/run/stack.env`` tells where its engines listen, so that
``manage.py`` commands started beside it find them. Real environment variables win.
"""

import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()


def plaza_home(default: str) -> Path:
    """Return the absolute data folder of the embedded engines."""
    return Path(os.environ.get("PLAZA_HOME", BASE_DIR / default)).resolve()


def read_stack_file(home: Path) -> None:
    """Take over what the running stack wrote down; do nothing when none runs."""
    stack_file = home / "run" / "stack.env"
    if stack_file.is_file():
        environ.Env.read_env(str(stack_file), overwrite=False)
