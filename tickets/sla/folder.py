"""A ticket's folder as plain rows -> what its verdict rests on.

Database, previews and `rebuild` come through here. What changes in place elsewhere, such as the
state of a finding, is read from the events, so a folder of what was recorded before an instant is
the folder as it was then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from availability.planned import MaintenanceRow
from tickets.sla.terms import Act, DecidedFinding, FactAtOpening, Terms, VerdictInputs

# What a finding's latest event makes of it: a contest alone changes nothing (G3).
IN_EFFECT = {"approve": True, "uphold": True, "withdraw": False}


class EventRow(NamedTuple):
    """One event of a ticket. Rows stand in the order of their recording."""

    verb: str
    at: datetime
    recorded_at: datetime
    side: str
    data: dict[str, Any]
    by_person: bool


class FactRow(NamedTuple):
    """One dated fact of a client (P4)."""

    kind: str
    value: str
    since: datetime
    evidence: str
    author: str
    recorded_at: datetime


class FindingRow(NamedTuple):
    """What a finding rests on and who decided it; whether it holds stands in the events."""

    id: int
    kind: str
    evidence: str
    decider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """All rows that a verdict on one ticket may rest on. Facts stand newest first: by when they
    begin, and of two that begin together the later row."""

    events: Sequence[EventRow]
    facts: Sequence[FactRow] = ()
    findings: Sequence[FindingRow] = ()
    maintenance: Sequence[MaintenanceRow] = ()

    @property
    def opening(self) -> EventRow:
        """The first event of all."""
        return self.events[0]


def facts_at(newest_first: Iterable[FactRow], at: datetime) -> dict[str, FactAtOpening]:
    """The fact of each kind that holds at `at`: the latest that has begun (P4)."""
    held: dict[str, FactAtOpening] = {}
    for fact in newest_first:
        if fact.since <= at and fact.kind not in held:
            held[fact.kind] = FactAtOpening(
                value=fact.value, since=fact.since, evidence=fact.evidence, author=fact.author
            )
    return held


def inputs_of(folder: Folder, *, terms: Terms, in_force: bool) -> VerdictInputs:
    """What a verdict on the ticket rests on, under the terms of its opening (V1)."""
    opening = folder.opening
    held = facts_at(folder.facts, opening.at)
    return VerdictInputs(
        opened_at=opening.at,
        terms=terms,
        acts=tuple(_act(event) for event in folder.events if event is not opening),
        in_force=in_force,
        imported=opening.data["channel"] == "import",
        plan=held.get("plan"),
        rate_limit=held.get("rate_limit"),
        first_order=held.get("first_order"),
        order_volume=held.get("order_volume"),
        low_priority=opening.data.get("low_priority", False),
        findings=_decided_findings(folder),
        maintenance=_concerning(folder.maintenance, components_of(folder.events), terms),
    )


def _act(event: EventRow) -> Act:
    """Mail that may be automatic is no act of a person until an agent confirms one (K10)."""
    data = event.data
    return Act(
        verb=event.verb,
        at=event.at,
        side=event.side,
        person=event.by_person and not data.get("perhaps_automatic", False),
        kind=data.get("kind", ""),
        fault_class=data.get("class", ""),
        class_test=data.get("test", ""),
        reason=data.get("reason", ""),
        question=data.get("question") or 0,
    )


def _decided_findings(folder: Folder) -> tuple[DecidedFinding, ...]:
    if not folder.findings:
        return ()
    decided_at: dict[int, datetime] = {}
    in_effect: dict[int, bool] = {}
    for event in folder.events:
        if event.verb in IN_EFFECT:
            finding = event.data["finding"]
            decided_at.setdefault(finding, event.at)
            in_effect[finding] = IN_EFFECT[event.verb]
    return tuple(
        DecidedFinding(
            kind=row.kind, evidence=row.evidence, author=row.decider, at=decided_at[row.id]
        )
        for row in folder.findings
        if in_effect.get(row.id, False)
    )


def components_of(events: Iterable[EventRow]) -> frozenset[str]:
    """Those recorded at the last qualification as a fault; none recorded means all (K11)."""
    codes: frozenset[str] = frozenset()
    for event in events:
        if event.verb == "qualify" and event.data["kind"] == "fault":
            codes = frozenset(event.data.get("components", ()))
    return codes


def _concerning(
    maintenance: Sequence[MaintenanceRow], components: frozenset[str], terms: Terms
) -> tuple[MaintenanceRow, ...]:
    """A release is no planned maintenance unless the version says so (A4)."""
    return tuple(
        row
        for row in maintenance
        if (terms.release_is_maintenance or not row.is_release)
        and (not components or not row.components or components & row.components)
    )
