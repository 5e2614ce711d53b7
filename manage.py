#!/usr/bin/env python3
"""Run a management command; `demo` brings its own safe settings, and some need none."""

import os
import sys

TRY_AGAIN = 75  # what a mail server reads as: keep the mail and deliver it later

# Whoever measures, prints or asks for help needs no secret.
NEED_NO_SECRET = ([], ["bench"], ["help"], ["lifecycle"])
HELP = {"-h", "--help"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "istockist_sla.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ["DEMO"] = "on"
    elif sys.argv[1:2] in NEED_NO_SECRET or not HELP.isdisjoint(sys.argv):
        os.environ.setdefault("DEBUG", "on")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"Settings: {error}\n")
        sys.exit(TRY_AGAIN if sys.argv[1:2] == ["receive_mail"] else 1)
    except KeyboardInterrupt:
        sys.exit("Stopped.")


if __name__ == "__main__":
    main()
