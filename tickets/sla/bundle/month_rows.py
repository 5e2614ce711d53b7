"""All that one client's closed month rests on, as plain rows. PURE."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from availability.planned import MaintenanceRow
from istockist_sla.core.lib.months import Month, MonthBounds
from tickets.sla.bundle.begun import BegunVersions, joined_versions
from tickets.sla.bundle.changes import Change
from tickets.sla.bundle.folder_rows import TicketRows
from tickets.sla.bundle.published import OWN_CLIENT
from tickets.sla.bundle.service_rows import ServiceRows
from tickets.sla.folder import FactRow, Folder, facts_at, inputs_of
from tickets.sla.terms import Terms, VerdictInputs
from tickets.sla.verdict import Verdicts, judge
from tickets.sla.versions import Published, Versions, terms_by_facts


class MonthStamp(NamedTuple):
    """Which closing or amendment: `number` 1 is the closing (M1)."""

    month: Month
    number: int
    recorded_before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRows:
    """What is the same for all clients."""

    stamp: MonthStamp
    published: Published
    service: ServiceRows

    @property
    def maintenance(self) -> Sequence[MaintenanceRow]:
        return tuple(self.service.records.maintenance.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRows:
    """What is one client's alone: `code` names it, facts stand newest first. An amendment names the
    hash of the document before it, and what it changes in it."""

    stamp: MonthStamp
    code: str
    published: Published
    facts: tuple[FactRow, ...]
    tickets: tuple[TicketRows, ...]
    amends: str | None = None
    changes: tuple[Change, ...] = ()


class JudgedTicket(NamedTuple):
    """A ticket with its verdicts and the terms that judged it."""

    rows: TicketRows
    inputs: VerdictInputs
    verdicts: Verdicts


class ClientMonth:
    """One client's month: everything in it follows from the two sets of rows."""

    def __init__(self, shared: SharedRows, client: ClientRows) -> None:
        self.shared, self.client = shared, client
        begun = BegunVersions(shared.published, client.published)
        self.versions = Versions(*joined_versions(begun))

    @cached_property
    def bounds(self) -> MonthBounds:
        return self.versions.months.bounds(self.shared.stamp.month)

    @cached_property
    def terms(self) -> Terms:
        """Those in force at the month's first instant (V1), as known at the closing (P4)."""
        start = self.bounds.start
        held = facts_at(_recorded(self.client.facts, self.client.stamp.recorded_before), start)
        return terms_by_facts(self.versions, OWN_CLIENT, held, start)[0]

    def judged(self) -> Iterator[JudgedTicket]:
        for rows in self.client.tickets:
            yield self.judge(rows)

    def judge(self, rows: TicketRows) -> JudgedTicket:
        """At the instant of the closing, or of the amendment that names it, a clock that still runs
        too (M1)."""
        facts = _recorded(self.client.facts, rows.facts_before)
        folder = Folder(
            events=rows.events,
            facts=facts,
            findings=[entry.row for entry in rows.findings],
            maintenance=self.shared.maintenance,
        )
        at = folder.opening.at
        terms, in_force = terms_by_facts(self.versions, OWN_CLIENT, facts_at(facts, at), at)
        inputs = inputs_of(folder, terms=terms, in_force=in_force)
        return JudgedTicket(rows, inputs, judge(inputs, now=rows.recorded_before))


def _recorded(facts: Sequence[FactRow], before: datetime) -> list[FactRow]:
    return [fact for fact in facts if fact.recorded_at < before]
