"""Storing what a comparison recomputed, in a few statements for a whole batch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from availability.models import Component
from tickets.lifecycle.consistency import TicketComparison, TicketComponent
from tickets.lifecycle.differences import Difference
from tickets.models import ClockResult, InformationRequest, Rating, ResultRow, Ticket
from tickets.replay import QuestionRow, RatingRow

FIELDS = {field.attname: field for field in Ticket._meta.concrete_fields}


def mend(compared: Sequence[TicketComparison]) -> None:
    """Store what was recomputed, where it differs; the events stay as they are."""
    _mend_columns(compared)
    _mend_results(compared)
    _mend_components(compared)
    _mend_questions(compared)
    _mend_ratings(compared)


def _mend_columns(compared: Iterable[TicketComparison]) -> None:
    """One statement for all tickets that differ in the same columns: a quarter of the time that
    as many queries take."""
    rows: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for found in compared:
        changed = {d.column: _stored(d) for d in found.differences if d.column in FIELDS}
        rows[tuple(changed)].append([*changed.values(), found.ticket_id])
    rows.pop((), None)
    with connection.cursor() as cursor:
        for columns, values in rows.items():
            assignments = ", ".join(f"{column} = %s" for column in columns)
            cursor.executemany(
                f"UPDATE {Ticket._meta.db_table} SET {assignments} WHERE id = %s", values
            )


def _stored(difference: Difference) -> Any:
    """The recomputed value as the database writes it."""
    return FIELDS[difference.column].get_db_prep_save(difference.recomputed, connection)


def _mend_results(compared: Iterable[TicketComparison]) -> None:
    different: list[ResultRow] = []
    for found in compared:
        different += found.results.different
        for row in found.results.extra:
            ClockResult.objects.filter(
                ticket=row.ticket_id, clock=row.clock, closing=row.closing
            ).delete()
    if different:
        ClockResult.objects.upsert(different)


def _mend_components(compared: Iterable[TicketComparison]) -> None:
    codes = {c.ticket_id: c.components for c in compared if c.components is not None}
    if not codes:
        return
    ids = dict(Component.objects.values_list("code", "pk"))
    TicketComponent.objects.filter(ticket__in=codes).delete()
    TicketComponent.objects.bulk_create(
        TicketComponent(ticket_id=ticket_id, component_id=ids[code])
        for ticket_id, own in codes.items()
        for code in sorted(own)
    )


def _mend_questions(compared: Iterable[TicketComparison]) -> None:
    different: list[InformationRequest] = []
    for found in compared:
        if found.questions.extra:
            ids = [row.id for row in found.questions.extra]
            InformationRequest.objects.filter(pk__in=ids).delete()
        different += [
            InformationRequest(ticket_id=found.ticket_id, **row._asdict())
            for row in found.questions.different
        ]
    if different:
        InformationRequest.objects.bulk_create(
            different,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["ticket_id", *QuestionRow._fields[1:]],
        )


def _mend_ratings(compared: Iterable[TicketComparison]) -> None:
    """The words stay as they are; those of a row that is gone are lost. Replaced ones come first,
    so that never two answers to a closing stand."""
    different: list[Rating] = []
    for found in compared:
        if found.ratings.extra:
            ids = [row.id for row in found.ratings.extra]
            Rating.objects.filter(pk__in=ids).delete()
        different += [
            Rating(ticket_id=found.ticket_id, **row._asdict())
            for row in sorted(found.ratings.different, key=lambda row: row.replaced_at is None)
        ]
    if different:
        Rating.objects.bulk_create(
            different,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["ticket_id", *RatingRow._fields[1:]],
        )
