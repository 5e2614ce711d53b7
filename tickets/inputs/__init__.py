"""Rows and events -> the facts of tickets, and the terms that judge them.

Direction of imports: version_rows < publications < rows < reading < loading < hypothetical, terms.
"""

from tickets.inputs.loading import (
    amended_at,
    event_row,
    facts_of,
    inputs_at_opening,
    inputs_of_rows,
    load_folders,
    load_inputs,
    load_inputs_for_many,
)
from tickets.inputs.publications import Book, asked_once, book, forget, published_versions
from tickets.inputs.reading import read, read_client, read_for_step
from tickets.inputs.rows import AskedRow, Rows
from tickets.inputs.terms import (
    availability_terms,
    month_bounds,
    month_of,
    months,
    terms_for,
    versions_with,
)
from tickets.inputs.version_rows import Draft
from tickets.sla.folder import EventRow
from tickets.sla.terms import availability_of
from tickets.sla.versions import Versions, terms_by_facts

__all__ = [
    "AskedRow",
    "Book",
    "Draft",
    "EventRow",
    "Rows",
    "Versions",
    "amended_at",
    "asked_once",
    "availability_of",
    "availability_terms",
    "book",
    "event_row",
    "facts_of",
    "forget",
    "inputs_at_opening",
    "inputs_of_rows",
    "load_folders",
    "load_inputs",
    "load_inputs_for_many",
    "month_bounds",
    "month_of",
    "months",
    "published_versions",
    "read",
    "read_client",
    "read_for_step",
    "terms_by_facts",
    "terms_for",
    "versions_with",
]
