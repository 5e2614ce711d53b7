"""What would come out differently now of a closed month (M1): ticket by ticket, each with its
reading, beside what the kept files say. The search takes a fixed number of statements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

from availability.figures import KINDS
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import ClientFact, ClosedClient, Closing, TicketQuerySet
from tickets.reports.bundles.folders import (
    Instants,
    coded,
    facts_of_clients,
    folders_of,
    of_month,
)
from tickets.reports.bundles.gathering import closed_by_client, shared_rows
from tickets.reports.bundles.recorded import recorded
from tickets.reports.closing.comparing import Claim, is_same, reason_of
from tickets.reports.closing.differences import Changes, Difference
from tickets.reports.closing.moved import availability_moved, tickets_moved
from tickets.sla.bundle.canonical import parsed
from tickets.sla.bundle.changes import (
    AVAILABILITY_MOVED,
    FACT,
    MAINTENANCE_MOVED,
)
from tickets.sla.bundle.claims import (
    availability_claim,
    figures_claim,
    month_measured,
    opened_within,
    ticket_claim,
)
from tickets.sla.bundle.documents import SHARED
from tickets.sla.bundle.folder_rows import TicketRows
from tickets.sla.bundle.month_rows import ClientMonth, MonthStamp, SharedRows
from tickets.sla.bundle.reading import read_document, read_shared
from tickets.sla.folder import FactRow


def changes_since(last: Closing, *, before: datetime) -> Changes:
    """Since the month's last closing or amendment, of what was recorded before an instant."""
    return _Search(last, before).changes()


class _Search:
    def __init__(self, last: Closing, before: datetime) -> None:
        self.last, self.since = last, last.recorded_before
        self.stamp = MonthStamp(last.of, last.number + 1, before)
        self.bounds = inputs.month_bounds(last.of)
        self.recorded = Q(recorded_at__gte=self.since, recorded_at__lt=before)

    def changes(self) -> Changes:
        folders = folders_of(recorded(self._candidates()), self.stamp, closed=_closings())
        clients = {*folders, *self.with_facts}
        kept = self.last.all_clients.select_related("client", "closing")
        if not self.of_service:
            kept = kept.filter(client__in=clients)
        facts = facts_of_clients({*clients, *(each.client_id for each in kept)}, self._before)
        found = [
            difference
            for each in kept
            for difference in self._of_client(
                each, folders.get(each.client_id, []), facts[each.client_id]
            )
        ]
        return Changes(of_service=self.of_service, found=found)

    @property
    def _before(self) -> datetime:
        return self.stamp.recorded_before

    @cached_property
    def kept_shared(self) -> SharedRows:
        return read_shared(read_document(SHARED, self.last.shared.encode("ascii")))

    @cached_property
    def shared(self) -> SharedRows:
        """As it was kept, unless what is recorded of the service since then moves a figure."""
        if not Event.objects.filter(self.recorded, subject_kind__in=KINDS).exists():
            return self.kept_shared
        now = shared_rows(self.stamp)
        if availability_moved(self.kept_shared, now, self.bounds):
            return now
        documents = self.last.all_clients.values_list("document", flat=True)
        if tickets_moved(self.kept_shared, now, documents.iterator(chunk_size=20)):
            return now
        return self.kept_shared

    @property
    def of_service(self) -> bool:
        return self.shared is not self.kept_shared

    @cached_property
    def with_facts(self) -> set[int]:
        facts = ClientFact.objects.filter(self.recorded)
        return set(facts.values_list("client", flat=True))

    def _candidates(self) -> TicketQuerySet:
        """Tickets of the month of which anything was recorded since."""
        fixed = [pk for pks in closed_by_client(self.bounds).values() for pk in pks]
        tickets = of_month(self.bounds, fixed)
        if self.of_service:
            return tickets
        acts = Event.objects.filter(self.recorded, subject_kind=Event.Kind.TICKET)
        acted = acts.filter(subject_id__in=tickets.order_by().values("pk")).values("subject_id")
        return tickets.filter(Q(pk__in=acted) | Q(client__in=self.with_facts))

    def _of_client(
        self, kept: ClosedClient, folders: Sequence[TicketRows], facts: Sequence[FactRow]
    ) -> Iterator[Difference]:
        rows = coded(
            kept.client, self.stamp, facts=facts, tickets=folders, bounds=self.bounds, hash_of=str
        )
        document = parsed(kept.document.encode("ascii"))
        month = ClientMonth(self.shared, rows)
        old = ClientMonth(self.kept_shared, rows)
        comparison = _Comparison(document, kept.closing.recorded_before, month, old)
        pairs = [*self._of_month(document, month), *comparison.of_tickets()]
        for ticket, reason, before, after in pairs:
            yield Difference(
                client=kept.client_id,
                name=str(kept.client),
                ticket=ticket,
                reason=reason,
                before=before,
                after=after,
            )

    def _of_month(self, document: Any, month: ClientMonth) -> Iterator[tuple[None, str, Any, Any]]:
        if self.of_service:
            found = month_measured(self.shared, self.bounds)
            after = availability_claim(month, found)
            yield None, AVAILABILITY_MOVED, document["availability"], after
        before, now = (_terms(each) for each in (document["figures"], figures_claim(month, ())))
        if before != now:
            yield None, FACT, before, now


def _closings() -> dict[Any, datetime]:
    return {each.of: each.recorded_before for each in Closing.objects.done().first_ones()}


def _terms(figures: dict[str, Any]) -> dict[str, Any]:
    """By which the month is judged (V1)."""
    classes = figures["classes"]
    return {
        "terms": figures["terms"],
        "limits": {code: classes[code]["limit"] for code in classes},
        "index": {code: classes[code]["index"] for code in classes},
    }


@dataclass(frozen=True)
class _Comparison:
    """`document` is the file that was made at `since`; `month` the rows of today, and `old` the
    same by the service as it was then."""

    document: dict[str, Any]
    since: datetime
    month: ClientMonth
    old: ClientMonth

    def of_tickets(self) -> Iterator[tuple[int, str, Claim | None, Claim | None]]:
        tickets = {each["number"]: each for each in self.document["tickets"]}
        for rows in self.month.client.tickets:
            kept = tickets.get(rows.number)
            before = kept["claim"] if kept else None
            after = self._claim(self.month, rows)
            if not is_same(before, after):
                yield rows.number, self._reason(kept, rows, before), before, after

    def _reason(self, kept: Any, rows: TicketRows, before: Claim | None) -> str:
        """What alone makes the difference; of the acts, what they were."""
        instants = _instants(kept) if kept else Instants(self.since, self.since)
        with_old_facts = rows._replace(facts_before=instants.facts_before)
        if kept and is_same(before, self._claim(self.month, with_old_facts)):
            return FACT
        if kept and is_same(before, self._claim(self.old, rows)):
            return MAINTENANCE_MOVED
        added = [act for act in rows.events if act.recorded_at >= instants.recorded_before]
        return reason_of(added, is_new=len(added) == len(rows.events))

    def _claim(self, month: ClientMonth, rows: TicketRows) -> Claim | None:
        judged = month.judge(rows)
        claim = ticket_claim(judged, month.bounds)
        return claim if opened_within(judged, month.bounds) or claim["fixes"] else None


def _instants(ticket: dict[str, Any]) -> Instants:
    return Instants(*(datetime.fromisoformat(ticket[name]) for name in Instants._fields))


def instants_in(tickets: Iterable[dict[str, Any]]) -> dict[int, Instants]:
    """Of the tickets of a document, by their numbers."""
    return {each["number"]: _instants(each) for each in tickets}
