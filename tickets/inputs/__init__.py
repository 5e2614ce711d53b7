"""Rows and events -> the facts of tickets, and the terms that judge them.

Direction of imports: client_facts < terms < loading < hypothetical.
"""

from tickets.inputs.client_facts import facts_of
from tickets.inputs.loading import (
    load_events,
    load_folders,
    load_inputs,
    load_inputs_for_many,
)
from tickets.inputs.terms import (
    Draft,
    asked_once,
    availability_of,
    availability_terms,
    month_bounds,
    month_of,
    months,
    published_versions,
    terms_for,
    versions_with,
)
from tickets.sla.folder import EventRow
from tickets.sla.versions import Versions, terms_by_facts

__all__ = [
    "Draft",
    "EventRow",
    "Versions",
    "asked_once",
    "availability_of",
    "availability_terms",
    "facts_of",
    "load_events",
    "load_folders",
    "load_inputs",
    "load_inputs_for_many",
    "month_bounds",
    "month_of",
    "months",
    "published_versions",
    "terms_by_facts",
    "terms_for",
    "versions_with",
]
