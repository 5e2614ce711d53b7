"""Rows and events -> the facts of tickets, and the terms that judge them.

Direction of imports: event_row, client_facts < terms, maintenance < loading, months; hypothetical.
"""

from tickets.inputs.client_facts import facts_at, facts_of
from tickets.inputs.event_row import EventRow
from tickets.inputs.loading import load_events, load_inputs, load_inputs_for_many
from tickets.inputs.months import MonthBounds, month_bounds, month_of, months
from tickets.inputs.terms import (
    Draft,
    PublishedVersions,
    availability_terms,
    published_versions,
    terms_by_facts,
    terms_for,
)

__all__ = [
    "Draft",
    "EventRow",
    "MonthBounds",
    "PublishedVersions",
    "availability_terms",
    "facts_at",
    "facts_of",
    "load_events",
    "load_inputs",
    "load_inputs_for_many",
    "month_bounds",
    "month_of",
    "months",
    "published_versions",
    "terms_by_facts",
    "terms_for",
]
