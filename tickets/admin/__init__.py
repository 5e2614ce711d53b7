"""What Support, the technical teams, managers and administrators see and do."""

from tickets.admin import (
    agreements,
    articles,
    calendars,
    clients,
    faults,
    findings,
    mail,
    people,
    ticket,
)

__all__ = [
    "agreements",
    "articles",
    "calendars",
    "clients",
    "faults",
    "findings",
    "mail",
    "people",
    "ticket",
]
