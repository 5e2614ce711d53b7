"""Canned replies: written, revised, no longer offered. They move no verdict and bear no event."""

from datetime import datetime

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from tickets.models import CannedReply


def write(*, title: str, text: str, owner: User | None, at: datetime) -> CannedReply:
    """Of all of Support, or of its owner alone."""
    return CannedReply.objects.create(
        title=" ".join(title.split()), text=text.strip(), owner=owner, updated_at=to_second(at)
    )


def revise(
    canned: CannedReply, *, title: str, text: str, owner: User | None, at: datetime
) -> CannedReply:
    canned.title, canned.text, canned.owner = " ".join(title.split()), text.strip(), owner
    canned.updated_at = to_second(at)
    canned.save(update_fields=["title", "text", "owner", "updated_at"])
    return canned


def offer(canned: CannedReply, *, is_offered: bool, at: datetime) -> CannedReply:
    canned.is_offered, canned.updated_at = is_offered, to_second(at)
    canned.save(update_fields=["is_offered", "updated_at"])
    return canned
