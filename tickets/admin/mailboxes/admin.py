"""The mailboxes in the desk: until when each was read, and what does not come."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from istockist_sla.core.lib.text import NONE
from istockist_sla.desk.actions import DetailTable, ReadOnlyAdmin, instant_column, stamp
from istockist_sla.desk.site import site
from tickets.mailroom.health import is_late
from tickets.models import Mailbox

MOST_UNFETCHED = 100


@admin.register(Mailbox, site=site)
class MailboxAdmin(ReadOnlyAdmin):
    list_display = ("name", "condition", instant_column("fetched_at", "Read until"), "last_error")
    search_fields = ("name",)
    search_help_text = "Name"
    ordering = ("-in_force", "name")

    @admin.display(description="State")
    def condition(self, box: Mailbox) -> str:
        if not box.in_force:
            return "Not in the settings"
        if is_late(box.fetched_at, box.last_error, timezone.now()):
            return "Not read"
        return "Read" if box.fetched_at else "Not read yet"

    def get_details(self, subject: Mailbox) -> list[tuple[str, Any]]:
        return [
            ("State", self.condition(subject)),
            ("Read until", stamp(subject.fetched_at) if subject.fetched_at else "never"),
            ("Last error", subject.last_error or NONE),
            ("Last UID", subject.last_uid),
            ("UIDVALIDITY", subject.uid_validity),
        ]

    def get_tables(self, subject: Mailbox, request: HttpRequest) -> list[DetailTable]:
        """Whoever moves such a mail out of the folder ends the waiting for it."""
        return [
            DetailTable(
                "Mail that the server lists and does not give",
                ("UID", "Since", "Attempts", "Next one", "What the server said"),
                [
                    (
                        row.uid,
                        stamp(row.first_tried_at),
                        row.attempts,
                        stamp(row.next_try_at),
                        row.last_error,
                    )
                    for row in subject.unfetched.all()[:MOST_UNFETCHED]
                ],
                "All that the server lists was received.",
            )
        ]
