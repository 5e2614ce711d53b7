"""What changed between the versions of a client's agreement, from the first that it had (V1)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from tickets import inputs
from tickets.access import Visit
from tickets.explain import switch_values
from tickets.sla.folder import FactRow, facts_at
from tickets.sla.readings import GROUPS
from tickets.sla.terms import Terms
from tickets.sla.versions import PREMIUM, HolidayListRow, Published, Versions

# By the field of a switch the reading that it belongs to, and what the field says.
NAMES = {
    "zone": "Time zone of the support hours",
    "windows": "Support hours",
    "days": "Public holidays",
    "hours": "What the clocks count",
    "response_seconds": "First answer within",
    "fix_seconds": "Fix within",
    "fix_is_contractual": "Fix limits",
    "downgrade_counts_from": "Fix after a workaround counts",
    "scope": "What is guaranteed",
    "index_percent": "First answers in time, of each class",
    "availability_percent": "Availability of the API",
    "system_uptime": "Availability is measured against",
    "release_is_maintenance": "A release is planned maintenance",
}
READINGS = {
    switch.field: reading.id
    for group in GROUPS
    for reading in group.readings
    for switch in reading.switches
}


class SwitchChange(NamedTuple):
    reading: str
    name: str
    before: str
    after: str


class VersionChange(NamedTuple):
    """From `since` on these terms held or will hold; the first has no `changes`."""

    since: datetime
    terms: Terms
    changes: list[SwitchChange]
    is_to_come: bool


def version_changes(visit: Visit) -> list[VersionChange]:
    """The latest first. Versions of the standard agreement count while the client has no own (P4);
    what was published for later is told too."""
    versions = inputs.published_versions()
    client = visit.client
    facts = inputs.read_client(client.pk).facts[client.pk]
    found: list[VersionChange] = []
    before: Terms | None = None
    for since in _instants(versions.published, facts, client.pk):
        terms, in_force = inputs.terms_by_facts(versions, client.pk, facts_at(facts, since), since)
        if not in_force or since < _start(visit, versions):
            continue
        changes = list(_changes(before, terms, _years(versions.published, since)))
        if before is None or changes or _is_other(before, terms):
            found.append(VersionChange(since, terms, changes, since > visit.now))
        before = terms
    return found[::-1]


def _start(visit: Visit, versions: Versions) -> datetime:
    """The newest version that had begun when the client came is its first."""
    begun = [
        row.effective_from
        for row in versions.published.agreements
        if row.client_id is None and row.effective_from <= visit.client.created_at
    ]
    return max(begun, default=visit.client.created_at)


def _instants(published: Published, facts: list[FactRow], client_id: int) -> list[datetime]:
    own = {None, client_id}
    found = {row.effective_from for row in published.agreements if row.client_id in own}
    found |= {row.effective_from for row in published.calendars}
    found |= {row.effective_from for row in published.holiday_lists}
    return sorted(found | {fact.since for fact in facts if fact.kind == PREMIUM})


def _years(published: Published, since: datetime) -> list[int]:
    """Whose holidays may have changed then; a first list of a year changes nothing."""
    return sorted({row.year for row in published.holiday_lists if _is_newer(row, since)})


def _is_newer(row: HolidayListRow, since: datetime) -> bool:
    return row.effective_from == since and row.number > 1


def _is_other(before: Terms, terms: Terms) -> bool:
    return (before.agreement, before.version) != (terms.agreement, terms.version)


def _changes(before: Terms | None, terms: Terms, years: list[int]) -> Iterator[SwitchChange]:
    if before is None:
        return
    was, now = switch_values(before, 0), switch_values(terms, 0)
    for field, name in NAMES.items():
        if field != "days" and was[field] != now[field]:
            yield SwitchChange(READINGS[field], name, was[field], now[field])
    for year in years:
        listed, lists = switch_values(before, year)["days"], switch_values(terms, year)["days"]
        if listed != lists:
            yield SwitchChange(READINGS["days"], NAMES["days"], listed, lists)
