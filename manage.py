#!/usr/bin/env python3
"""Run a management command; `demo` brings its own safe settings, and some need none."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "istockist_sla.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ["DEMO"] = "on"
    elif sys.argv[1:2] in (["bench"], ["lifecycle"]):
        os.environ.setdefault("DEBUG", "on")  # no secret is needed to measure or to print
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Settings: {error}")
    except KeyboardInterrupt:
        sys.exit("Stopped.")


if __name__ == "__main__":
    main()
