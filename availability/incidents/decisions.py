"""What is common to all decisions: once, and by another person than the proposer (G10)."""

from collections.abc import Collection
from datetime import datetime

from availability.models.decisions import DecidedByAnother
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused


def decide(
    row: DecidedByAnother, *, stated_by: Collection[int], approved: bool, by: User, at: datetime
) -> None:
    """Of a locked row; the caller appends the event."""
    if row.approved is not None:
        raise ActionRefused("This has been decided already.")
    if by.pk in stated_by:
        raise ActionRefused("Another person has to decide what you proposed.")
    row.approved, row.decided_by, row.decided_at = approved, by, at
    row.save(update_fields=["approved", "decided_by", "decided_at"])
