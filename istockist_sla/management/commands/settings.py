"""The settings in force, as an operator writes them."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from istockist_sla import settings
from istockist_sla.environment import without_secrets


class Command(BaseCommand):
    help = (
        "Show each setting that the environment may give, and what is in force; keys and "
        "passwords are not shown. Example: manage.py settings --json"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = {
            name: {"value": without_secrets(name, value), "given": name in os.environ}
            for name, value in settings.env.in_force.items()
        }
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
            return
        width = max(map(len, found))
        for name, row in found.items():
            origin = "" if row["given"] else "  (default)"
            self.stdout.write(f"{name:{width}}  {row['value'] or '–'}{origin}")
