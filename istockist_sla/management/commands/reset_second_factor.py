"""Reset a lost second factor from a shell, where no System administrator can in the desk."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from istockist_sla.core import second_factor
from istockist_sla.core.lib.text import join_words
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = "Reset a person's second factor; the person and all System administrators are told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="The person's e-mail address.")
        parser.add_argument("--reason", required=True, help="Read by the person, and kept.")
        parser.add_argument(
            "--anyway", action="store_true", help="Although a System administrator could do it."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["address"].strip().lower()).first()
        if user is None:
            raise CommandError("Nobody has this address.")
        others = [other.name for other in second_factor.who_could_reset(user)]
        if others and not options["anyway"]:
            raise CommandError(
                f"{join_words(others, 'or')} can do it in the desk, on the person's page. "
                "Where they cannot, add --anyway."
            )
        try:
            second_factor.reset(
                user_id=user.pk, reason=options["reason"], by=None, at=timezone.now()
            )
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user}'s second factor is reset, and all sessions are ended.")
