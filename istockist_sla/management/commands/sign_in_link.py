"""A link for one sign-in, for a person whom no code reaches: while the mail server is down, say."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from istockist_sla.account.sign_in import links
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = (
        "Print a link that signs in the person with this address, once, within ten minutes; "
        "a second factor is still asked for. It is logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the person's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            link = links.make(options["address"], at=timezone.now())
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(link)
