"""Which of the published versions a month may rest on. PURE."""

from datetime import datetime
from typing import NamedTuple

from tickets.sla.bundle.published import coded_published
from tickets.sla.versions import Published


class BegunVersions(NamedTuple):
    """Coded, the standard agreement's apart from those of one client's own."""

    standard: Published
    own: Published


def begun_versions(
    rows: Published, *, client_id: int | None, until: datetime, year: int
) -> BegunVersions:
    """What has begun at the month's end, for a zone that begins there may end the month (G8)."""
    standard = _begun(rows, None, until, frozenset())
    names = sorted({row.calendar for row in standard.agreements})
    if client_id is None:
        return BegunVersions(coded_published(standard, names, None, year), Published((), (), ()))
    own = _begun(rows, client_id, until, frozenset(names))
    names += sorted({row.calendar for row in own.agreements} - set(names))
    return BegunVersions(
        coded_published(standard, names, None, year), coded_published(own, names, client_id, year)
    )


def joined_versions(begun: BegunVersions) -> Published:
    standard, own = begun
    return Published(
        standard.agreements + own.agreements,
        standard.calendars + own.calendars,
        standard.holiday_lists + own.holiday_lists,
    )


def _begun(
    rows: Published, client_id: int | None, until: datetime, others: frozenset[str]
) -> Published:
    """With the first of what has not begun at all, for it holds until then too (V1)."""
    of_client = [row for row in rows.agreements if row.client_id == client_id]
    agreements = [row for row in of_client if row.effective_from <= until]
    if client_id is None and not agreements:
        agreements = of_client[-1:]
    names = {row.calendar for row in agreements} - others
    first = {row.calendar: row for row in rows.calendars}
    return Published(
        tuple(agreements),
        tuple(
            row
            for row in rows.calendars
            if row.calendar in names and (row.effective_from <= until or first[row.calendar] is row)
        ),
        tuple(
            row
            for row in rows.holiday_lists
            if row.calendar in names and row.effective_from <= until
        ),
    )
