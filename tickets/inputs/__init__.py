"""Rows and events -> the facts of tickets, and the terms that judge them.

Direction of imports: client_facts < terms < loading; hypothetical.
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
    PublishedVersions,
    availability_terms,
    published_versions,
    terms_by_facts,
    terms_for,
)
from tickets.sla.folder import EventRow

__all__ = [
    "Draft",
    "EventRow",
    "PublishedVersions",
    "availability_terms",
    "facts_of",
    "load_events",
    "load_folders",
    "load_inputs",
    "load_inputs_for_many",
    "published_versions",
    "terms_by_facts",
    "terms_for",
]
