#!/usr/bin/env python
"""Django's command line, with the demo's settings unless ``DJANGO_SETTINGS_MODULE`` says otherwise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.demo")
    from django.core.management import execute_from_command_line  # app ready: after the settings

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
