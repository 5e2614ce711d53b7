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
    volumes,
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
    "volumes",
]
