"""The folder of a ticket as if an undecided finding were decided, for a preview."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from istockist_sla.core.models import Event
from tickets.inputs.loading import finding_row, folder_inputs, folders_of
from tickets.inputs.reading import read
from tickets.models import Finding, Verb
from tickets.sla.folder import EventRow, Folder
from tickets.sla.terms import VerdictInputs

Kinds = Finding.Kind


def with_and_without(finding: Finding, *, at: datetime) -> tuple[VerdictInputs, VerdictInputs]:
    """What the ticket's verdicts would rest on, were the finding approved at `at`, or did it not
    exist; a contested one is in effect already, and is taken away."""
    ticket = finding.ticket
    clients = {ticket.pk: ticket.client_id}
    rows = read(clients)
    folder, versions = folders_of(clients, rows)[ticket.pk], rows.book.versions
    if finding.is_in_effect:
        pair = folder, _followed_by(folder, [_event(Verb.WITHDRAW, finding, at)])
    else:
        pair = _approved(folder, finding, at), folder
    with_it, without_it = (
        folder_inputs(each, client_id=ticket.client_id, versions=versions) for each in pair
    )
    return with_it, without_it


def _approved(folder: Folder, finding: Finding, at: datetime) -> Folder:
    approved = _followed_by(folder, list(_events_of_approval(finding, at)))
    return replace(approved, findings=[*folder.findings, finding_row(finding, decider="")])


def _events_of_approval(finding: Finding, at: datetime) -> Iterator[EventRow]:
    """Those that the step itself appends, in its order."""
    if finding.kind == Kinds.RECTIFICATION:
        classed = {"class": finding.fault_class, "test": finding.class_test}
        yield _event(Verb.RECTIFY, finding, at, kind=finding.to_kind, **classed)
    yield _event(Verb.APPROVE, finding, at)
    if finding.kind in (Kinds.DUPLICATE, Kinds.SPAM):
        yield _event(Verb.CLOSE, finding, at, reason=finding.kind)


def _followed_by(folder: Folder, events: list[EventRow]) -> Folder:
    return replace(folder, events=[*folder.events, *events])


def _event(verb: Verb, finding: Finding, at: datetime, **data: Any) -> EventRow:
    return EventRow(
        verb=verb,
        at=at,
        recorded_at=at,
        side=Event.Side.SUPPORT,
        data={"finding": finding.pk, **data},
        by_person=True,
    )
