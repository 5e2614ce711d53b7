"""Rows and events -> the facts of one ticket, and the terms that judge it.

Direction of imports: book, happened < works < gathering.
"""

from tickets.inputs.event_row import Happened
from tickets.inputs.loading import events_of_many, held_at, of, of_many, terms_of
from tickets.inputs.terms import Book, Draft, availability_terms, kept

__all__ = [
    "Book",
    "Draft",
    "Happened",
    "availability_terms",
    "events_of_many",
    "held_at",
    "kept",
    "of",
    "of_many",
    "terms_of",
]
