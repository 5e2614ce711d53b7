"""Canned replies of the demo's desk, with gaps that the agent fills in."""

from datetime import datetime

from tickets.models import CannedReply

CANNED = [
    (
        "We look into it",
        "Hello {name},\n\nthank you for your report. We look into it; your ticket is {number}.",
    ),
    (
        "Class and limit",
        "Hello {name},\n\nwe have taken “{subject}” as {class}. You hear from us within {limit} of "
        "support hours.",
    ),
    (
        "Export once more",
        "Hello {name},\n\ncould you export the list once more after {time} and tell us how many "
        "rows differ?",
    ),
]


def write_canned_replies(*, at: datetime) -> None:
    CannedReply.objects.bulk_create(
        CannedReply(title=title, text=text, updated_at=at) for title, text in CANNED
    )
