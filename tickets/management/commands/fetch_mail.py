"""Receive what is new in the IMAP mailboxes."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from istockist_sla.management.base import DatabaseCommand
from tickets.mailroom import mailbox


class Command(DatabaseCommand):
    help = "Receive what is new in the mailboxes that IMAP_URL names."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IMAP_URL:
            raise CommandError("IMAP_URL is not set: imaps://user:password@host/INBOX")
        count, problems = mailbox.fetch_all(settings.IMAP_URL, at=timezone.now)
        self.stdout.write(f"{count} received")
        if problems:
            lines = "\n".join(f"The mailbox cannot be read: {each}" for each in problems)
            raise CommandError(lines)
