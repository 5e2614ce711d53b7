"""Rows and events -> the facts of one ticket, and the terms that judge it.

Direction of imports: book, happened < works < gathering.
"""

from tickets.inputs.event_row import EventRow
from tickets.inputs.loading import (
    facts_at,
    load_events,
    load_inputs,
    load_inputs_for_many,
    terms_of,
)
from tickets.inputs.terms import Draft, PublishedVersions, availability_terms, cached_versions

__all__ = [
    "Draft",
    "EventRow",
    "PublishedVersions",
    "availability_terms",
    "cached_versions",
    "facts_at",
    "load_events",
    "load_inputs",
    "load_inputs_for_many",
    "terms_of",
]
