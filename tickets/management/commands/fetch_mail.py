"""Receive what is new in the IMAP mailbox."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from istockist_sla.management.base import DatabaseCommand
from tickets.mailroom import mailbox


class Command(DatabaseCommand):
    help = "Receive what is new in the mailbox that IMAP_URL names."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IMAP_URL:
            raise CommandError("IMAP_URL is not set: imaps://user:password@host/INBOX")
        try:
            count = mailbox.fetch(settings.IMAP_URL, at=timezone.now)
        except mailbox.MailboxUnreachable as error:
            raise CommandError(f"The mailbox cannot be read: {error}") from None
        self.stdout.write(f"{count} received")
