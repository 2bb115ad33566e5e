#!/usr/bin/env python
"""Django's command line; the demo's settings unless ``DJANGO_SETTINGS_MODULE`` names others."""

import os
import sys

from marketplace.runner import command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.demo")
    if command_line.is_ours(sys.argv):
        command_line.run(sys.argv)
        return
    from django.core.management import execute_from_command_line  # app ready: after the settings

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
