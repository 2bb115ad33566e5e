#!/usr/bin/env python
"""Django's command line; the demo's settings unless ``DJANGO_SETTINGS_MODULE`` names others."""

import os
import sys
from importlib import import_module

# They start and mend the stack, so they must work when the settings do not load.
RUNNER_COMMANDS = ("runstack", "stopstack", "doctor")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.demo")
    if len(sys.argv) > 1 and sys.argv[1] in RUNNER_COMMANDS:
        module = import_module(f"marketplace.management.commands.{sys.argv[1]}")
        module.Command().run_from_argv(sys.argv)
        return
    from django.core.management import execute_from_command_line  # app ready: after the settings

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
