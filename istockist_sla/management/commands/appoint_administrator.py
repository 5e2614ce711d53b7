"""Name a System administrator from a shell: the first one, or one more where nobody can approve."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from istockist_sla.core import roles, staff
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = "Name a System administrator; all System administrators are told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="E-mail address, by which the person signs in.")
        parser.add_argument("--name", default="", help="Needed for somebody new.")
        parser.add_argument("--reason", default="", help="Needed where there is one already.")

    def handle(self, *args: Any, **options: Any) -> None:
        roles.sync()
        try:
            user = staff.appoint_administrator(
                email=options["address"],
                name=options["name"],
                reason=options["reason"],
                at=timezone.now(),
            )
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user} is a System administrator and signs in as {user.email}.")
