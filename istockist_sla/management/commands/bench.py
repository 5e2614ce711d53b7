"""Measure the speed of a hot path and print it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from istockist_sla.bench import SUBJECTS


class Command(BaseCommand):
    help = "Measure how fast a hot path is, and say whether its goal is reached."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", choices=sorted(SUBJECTS))

    def handle(self, *args: Any, **options: Any) -> None:
        for line in SUBJECTS[options["subject"]]():
            self.stdout.write(line)
