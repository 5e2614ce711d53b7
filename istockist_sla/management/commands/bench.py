"""Measure the speed of a hot path and print it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

from istockist_sla.bench import SUBJECTS


class Command(BaseCommand):
    help = "Measure how fast a hot path is, and say whether its goal is reached."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", choices=sorted(SUBJECTS))
        parser.add_argument(
            "--tickets", type=int, help="over so many tickets, instead of a million (desk alone)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = {"tickets": options["tickets"]} if options["tickets"] else {}
        if given and options["subject"] != "desk":
            raise CommandError("--tickets is for the desk alone.")
        # As in production: otherwise Django keeps the text of each statement.
        with override_settings(DEBUG=False):
            for line in SUBJECTS[options["subject"]](**given):
                self.stdout.write(line)
