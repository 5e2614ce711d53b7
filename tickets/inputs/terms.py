"""The terms in force for a client, and the months of the standard agreement."""

from datetime import datetime

from availability import uptime
from istockist_sla.core.lib.months import Month, MonthBounds, MonthCalendar
from tickets.inputs.loading import facts_of
from tickets.inputs.publications import published_versions
from tickets.inputs.version_rows import Draft, row_of
from tickets.sla.terms import Terms, availability_of
from tickets.sla.versions import Versions, terms_by_facts


def versions_with(draft: Draft) -> Versions:
    """As if the draft had always been in force, for a preview (V1)."""
    return published_versions().with_draft(row_of(draft))


def months() -> MonthCalendar:
    """The months of the standard agreement, which are those of all clients (G8)."""
    return published_versions().months


def month_bounds(month: Month) -> MonthBounds:
    return months().bounds(month)


def month_of(at: datetime) -> Month:
    return months().month_of(at)


def terms_for(client_id: int, at: datetime) -> Terms:
    """The terms in force for a client at `at`."""
    return terms_by_facts(published_versions(), client_id, facts_of(client_id, at), at)[0]


def availability_terms(at: datetime) -> uptime.AvailabilityTerms:
    """What the standard agreement in force at `at` says of the availability (V1)."""
    return availability_of(published_versions().standard(at))
