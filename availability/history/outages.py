"""Events of outages, interruptions and exclusions -> their rows. PURE."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from availability.history.events import EventRow, decided, person, required
from availability.rows import (
    CHANGE,
    DOWN,
    WITHDRAWAL,
    CauseRow,
    CorrectionRow,
    ExclusionRow,
    InterruptionRow,
    OutageRow,
)


class Outages:
    """The rows so far, by their ids; each method carries one event into them."""

    def __init__(self) -> None:
        self.outages: dict[int, OutageRow] = {}
        self.interruptions: dict[int, InterruptionRow] = {}
        self.corrections: dict[int, CorrectionRow] = {}
        self.causes: dict[int, CauseRow] = {}
        self.exclusions: dict[int, ExclusionRow] = {}

    def declare(self, event: EventRow) -> None:
        started, ended = required(event, "started_at"), event.instant("ended_at")
        self.outages[event.subject] = OutageRow(
            id=event.subject,
            started_at=started,
            detected_at=event.at,
            ended_at=ended,
            declared_by=event.actor,
        )
        for code, key in event.data["interruptions"].items():
            self.interruptions[key] = InterruptionRow(
                id=key,
                outage=event.subject,
                component=code,
                impact=event.data["impacts"][code],
                by_probe=False,
                started_at=started,
                detected_at=event.at,
                ended_at=ended,
                declared_by=event.actor,
            )

    def take_over(self, event: EventRow) -> None:
        """Told by checks of another monitor, whose import the actor approved."""
        told = [
            InterruptionRow(
                id=each["id"],
                outage=event.subject,
                component=each["code"],
                impact=DOWN,
                by_probe=False,
                started_at=datetime.fromisoformat(each["started_at"]),
                detected_at=event.at,
                ended_at=datetime.fromisoformat(each["ended_at"]),
                declared_by=event.data["proposed_by"],
                approved=True,
                decided_by=event.actor,
            )
            for each in event.data["interruptions"]
        ]
        self.interruptions |= {row.id: row for row in told}
        self.outages[event.subject] = OutageRow(
            id=event.subject,
            started_at=min(row.started_at for row in told),
            detected_at=event.at,
            ended_at=max(row.ended_at for row in told if row.ended_at),
            declared_by=event.data["proposed_by"],
        )

    def confirm(self, event: EventRow) -> None:
        started = required(event, "started_at")
        outage = self.outages.get(event.subject) or OutageRow(
            id=event.subject, started_at=started, detected_at=event.at
        )
        self.outages[outage.id] = replace(outage, started_at=min(outage.started_at, started))
        key = event.data["interruption"]
        self.interruptions[key] = InterruptionRow(
            id=key,
            outage=outage.id,
            component=event.data["code"],
            impact=event.data.get("impact", DOWN),
            by_probe=True,
            started_at=started,
            detected_at=event.at,
            published_at=max(event.at, outage.published_at) if outage.published_at else None,
        )

    def end_interruptions(self, event: EventRow) -> None:
        ended_at = required(event, "ended_at")
        for key in event.data["interruptions"]:
            self._interruption(key, ended_at=ended_at, ended_by=event.actor)

    def over(self, event: EventRow) -> None:
        self._outage(event.subject, ended_at=required(event, "ended_at"))

    def publish(self, event: EventRow) -> None:
        part_of = event.data.get("incident")
        self._outage(event.subject, published_at=event.at, part_of=part_of)
        for row in self._interruptions_of(event.subject):
            self._interruption(row.id, published_at=event.at)

    def state_cause(self, event: EventRow) -> None:
        key = event.data["statement"]
        self.causes[key] = CauseRow(
            id=key, outage=event.subject, cause=event.data["cause"], stated_by=person(event)
        )

    def approve_cause(self, event: EventRow) -> None:
        statement = decided(self.causes, "statement", event)
        self._outage(event.subject, cause=statement.cause)

    def refuse_cause(self, event: EventRow) -> None:
        decided(self.causes, "statement", event)

    def split(self, event: EventRow) -> None:
        """The new outage is the former one's statement, or the probe's, like the former."""
        row = self.outages[event.subject]
        new = replace(row, id=event.data["outage"], cause="", part_of=None)
        self.outages[new.id] = new
        for key in event.data["interruptions"]:
            self._interruption(key, outage=new.id)
        self._fit(row.id)
        self._fit(new.id)

    def separate(self, event: EventRow) -> None:
        self._outage(event.subject, part_of=None)

    def merge(self, event: EventRow) -> None:
        self._outage(event.subject, part_of=event.data["incident"])

    def approve_interruption(self, event: EventRow) -> None:
        self._interruption(event.data["interruption"], approved=True, decided_by=event.actor)

    def refuse_interruption(self, event: EventRow) -> None:
        self._interruption(event.data["interruption"], approved=False, decided_by=event.actor)

    def propose_correction(self, event: EventRow) -> None:
        self._propose(event, CHANGE)

    def propose_withdrawal(self, event: EventRow) -> None:
        self._propose(event, WITHDRAWAL)

    def _propose(self, event: EventRow, kind: str) -> None:
        key = event.data["correction"]
        row = self.interruptions[event.data["interruption"]]
        assert row.ended_at is not None
        self.corrections[key] = CorrectionRow(
            id=key,
            interruption=row.id,
            kind=kind,
            component=event.data["to_code"],
            impact=event.data["impact"],
            starts_at=required(event, "starts_at"),
            ends_at=required(event, "ends_at"),
            was_component=row.component,
            was_impact=row.impact,
            was_starts_at=row.started_at,
            was_ends_at=row.ended_at,
            proposed_by=person(event),
        )

    def approve_correction(self, event: EventRow) -> None:
        correction = decided(self.corrections, "correction", event)
        row = self.interruptions[correction.interruption]
        if correction.kind == WITHDRAWAL:
            changed = replace(row, withdrawn=True)
        else:
            changed = _corrected(row, correction, event)
        self.interruptions[row.id] = changed
        self._fit(row.outage)

    def refuse_correction(self, event: EventRow) -> None:
        decided(self.corrections, "correction", event)

    def propose_exclusion(self, event: EventRow) -> None:
        """Told once of each component where it belongs to no outage."""
        key = event.data["exclusion"]
        self.exclusions[key] = ExclusionRow(
            id=key,
            outage=event.subject if event.kind == "outage" else None,
            components=frozenset(event.data["components"]),
            cause=event.data["cause"],
            starts_at=required(event, "starts_at"),
            ends_at=required(event, "ends_at"),
            proposed_by=person(event),
        )

    def approve_exclusion(self, event: EventRow) -> None:
        decided(self.exclusions, "exclusion", event)
        for key in event.data.get("interruptions", []):
            self._interruption(key, approved=True, decided_by=event.actor)

    def refuse_exclusion(self, event: EventRow) -> None:
        decided(self.exclusions, "exclusion", event)

    def _outage(self, key: int, **changes: Any) -> None:
        self.outages[key] = replace(self.outages[key], **changes)

    def _interruption(self, key: int, **changes: Any) -> None:
        self.interruptions[key] = replace(self.interruptions[key], **changes)

    def _interruptions_of(self, outage: int) -> list[InterruptionRow]:
        return [row for row in self.interruptions.values() if row.outage == outage]

    def _fit(self, outage: int) -> None:
        """What was withdrawn sets no bounds, but where nothing else is left."""
        every = self._interruptions_of(outage)
        rows = [row for row in every if not row.withdrawn] or every
        self._outage(
            outage,
            started_at=min(row.started_at for row in rows),
            detected_at=min(row.detected_at for row in rows),
            published_at=min((at for row in rows if (at := row.published_at)), default=None),
            ended_at=None,
        )
        ends = [row.ended_at for row in rows if row.ended_at]
        if len(ends) == len(rows):
            self._outage(outage, ended_at=max(ends))


def _corrected(row: InterruptionRow, correction: CorrectionRow, event: EventRow) -> InterruptionRow:
    """One that a person declared is the proposer's from now on, and approved."""
    changed = replace(
        row,
        component=correction.component,
        impact=correction.impact,
        started_at=correction.starts_at,
        ended_at=correction.ends_at,
    )
    if row.by_probe:
        return changed
    return replace(
        changed, declared_by=correction.proposed_by, approved=True, decided_by=event.actor
    )
