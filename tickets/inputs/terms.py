"""Published versions, compiled into the terms that are in force for a client (V1, P4)."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction
from functools import lru_cache

from django.db.models import Value

from availability import uptime
from tickets.inputs.client_facts import facts_of
from tickets.models import AgreementVersion, CalendarVersion, ClientFact, HolidayList
from tickets.sla.clock import Calendar, Window
from tickets.sla.terms import FactAtOpening, Limit, Terms


@lru_cache(maxsize=64)
def _calendar(
    zone: str, windows: tuple[Window, ...], closed: tuple[tuple[date, str], ...]
) -> Calendar:
    return Calendar(zone, windows, dict(closed))


Draft = AgreementVersion | CalendarVersion | HolidayList


class PublishedVersions:
    """All published versions, loaded once for any number of tickets (V1).

    With a `draft` it reads as if that had always been in force, for a preview.
    """

    def __init__(self, draft: Draft | None = None) -> None:
        self._agreements = list(
            AgreementVersion.objects.published()
            .select_related("agreement")
            .prefetch_related("limits")
            .order_by("-effective_from", "-id")
        )
        self._calendars = list(
            CalendarVersion.objects.published()
            .select_related("calendar")
            .prefetch_related("windows")
            .order_by("-effective_from", "-id")
        )
        self._lists = list(
            HolidayList.objects.published()
            .prefetch_related("days")
            .order_by("-effective_from", "-id")
        )
        self._terms: dict[tuple[int | None, ...], Terms] = {}
        if draft is not None:
            self._pretend(draft)
        every = (*self._agreements, *self._calendars, *self._lists)
        self._changes = sorted({each.effective_from for each in every})
        self._clients = {version.agreement.client_id for version in self._agreements}
        self._found: dict[tuple[int | None, int], tuple[Terms, bool]] = {}

    def _pretend(self, draft: Draft) -> None:
        draft.effective_from = datetime.min.replace(tzinfo=UTC)
        if isinstance(draft, AgreementVersion):
            self._agreements.insert(0, draft)
        elif isinstance(draft, CalendarVersion):
            self._calendars.insert(0, draft)
        else:
            self._lists.insert(0, draft)

    def standard(self, at: datetime) -> Terms:
        """The standard agreement's terms in force at `at`."""
        return self.terms(at, client_id=None)[0]

    def listed_years(self) -> set[int]:
        """Years that have a published holiday list in the standard agreement's calendar (K3)."""
        version = next(v for v in self._agreements if v.agreement.client_id is None)
        return {each.year for each in self._lists if each.calendar_id == version.calendar_id}

    def terms(self, at: datetime, *, client_id: int | None) -> tuple[Terms, bool]:
        """The terms at `at`, of the client's own agreement where `client_id` is given and it
        has one; and whether they were in force (before version 1 nothing is, V1).

        Between two changes they are the same, and are found once.
        """
        client_id = client_id if client_id in self._clients else None
        key = client_id, bisect_right(self._changes, at)
        if key not in self._found:
            self._found[key] = self._find(at, client_id)
        return self._found[key]

    def _find(self, at: datetime, client_id: int | None) -> tuple[Terms, bool]:
        own = [
            v
            for v in self._agreements
            if client_id is not None
            and v.agreement.client_id == client_id
            and v.effective_from <= at
        ]
        standard = [v for v in self._agreements if v.agreement.client_id is None]
        in_force = own or [v for v in standard if v.effective_from <= at]
        version = in_force[0] if in_force else standard[-1]
        return self._compiled(version, at), bool(in_force)

    def _compiled(self, version: AgreementVersion, at: datetime) -> Terms:
        calendars = [c for c in self._calendars if c.calendar_id == version.calendar_id]
        calendar = next((c for c in calendars if c.effective_from <= at), calendars[-1])
        lists: dict[int, HolidayList] = {}
        for candidate in self._lists:
            if candidate.calendar_id == version.calendar_id and candidate.effective_from <= at:
                lists.setdefault(candidate.year, candidate)
        key = (version.pk, calendar.pk, *(lists[year].pk for year in sorted(lists)))
        if key not in self._terms:
            self._terms[key] = _terms(version, calendar, [lists[year] for year in sorted(lists)])
        return self._terms[key]


def _terms(
    version: AgreementVersion, calendar: CalendarVersion, lists: Sequence[HolidayList]
) -> Terms:
    windows = tuple(
        Window(w.weekday, _time(w.opens), _time(w.closes)) for w in calendar.windows.all()
    )
    closed = tuple((day.day, day.name) for holidays in lists for day in holidays.days.all())
    newer = [f"{h.year} list {h.number}" for h in lists if h.number > 1]
    return Terms(
        agreement=version.agreement.name,
        version=version.number,
        calendar_version=", ".join([str(calendar), *newer]),
        calendar=_calendar(calendar.zone, windows, closed),
        limits={
            limit.fault_class: Limit(limit.response_seconds, limit.fix_seconds)
            for limit in version.limits.all()
        },
        index=Fraction(version.index_percent),
        availability_index=Fraction(version.availability_percent),
        elapsed=version.hours == AgreementVersion.Hours.ELAPSED,
        from_downgrade=version.downgrade_counts_from == AgreementVersion.DowngradeOrigin.DOWNGRADE,
        fix_is_contractual=version.fix_is_contractual,
        orders_only=version.scope == AgreementVersion.Scope.ORDERS,
        system_uptime=version.system_uptime,
        release_is_maintenance=version.release_is_maintenance,
    )


@lru_cache(maxsize=1)
def versions_as_of(publications: frozenset[tuple[str, int, datetime]]) -> PublishedVersions:
    """Read anew once something else is published: what is published never changes (V1)."""
    return PublishedVersions()


def published_versions() -> PublishedVersions:
    """What is published now, in one query while nothing is published meanwhile."""
    agreements, *others = (
        model.objects.published()
        .order_by()
        .values_list(Value(model._meta.model_name), "pk", "published_at")
        for model in (AgreementVersion, CalendarVersion, HolidayList)
    )
    return versions_as_of(frozenset(agreements.union(*others, all=True)))


def terms_for(client_id: int, at: datetime) -> Terms:
    """The terms in force for a client at `at`."""
    return terms_by_facts(published_versions(), client_id, facts_of(client_id, at), at)[0]


def terms_by_facts(
    versions: PublishedVersions, client_id: int, held: Mapping[str, FactAtOpening], at: datetime
) -> tuple[Terms, bool]:
    """The same from the facts that hold at `at`, and whether an agreement was in force.

    A client's own agreement is in force while its Premium fact says so (P4).
    """
    premium = held.get(ClientFact.Kind.PREMIUM)
    is_own = premium is not None and premium.value == ClientFact.YES
    return versions.terms(at, client_id=client_id if is_own else None)


def availability_terms(at: datetime) -> uptime.AvailabilityTerms:
    """What the standard agreement in force at `at` says of the availability (V1)."""
    terms = published_versions().standard(at)
    return uptime.AvailabilityTerms(
        index=terms.availability_index,
        system_uptime=terms.system_uptime,
        release_is_maintenance=terms.release_is_maintenance,
        zone=str(terms.calendar.zone),
    )


def _time(value: time | str) -> time:
    return time.fromisoformat(value) if isinstance(value, str) else value
