"""Whether the closed months are still what they were when they were closed, one client after
another. Nothing is changed."""

from collections.abc import Collection, Iterator

from availability.ranges import TimeRange
from tickets import inputs
from tickets.models import ClosedClient, ClosedMonth
from tickets.reports.bundles.making import MonthRows
from tickets.reports.closing.rows import month_rows
from tickets.reports.closing.verifying.folders import of_folders
from tickets.reports.closing.verifying.kept_verifier import is_todays, of_bundle
from tickets.reports.closing.verifying.links import of_chain
from tickets.reports.closing.verifying.parts import of_card, of_parts
from tickets.reports.closing.verifying.recomputed import (
    not_recomputed,
    of_client,
    of_shared,
    shared_anew,
)
from tickets.reports.closing.verifying.remarks import Code, Place, Remark
from tickets.reports.closing.verifying.service import ServiceTables
from tickets.sla.bundle.verifying import NOT_RECOMPUTED


def verify_months(months: Collection[str] = ()) -> Iterator[Remark]:
    """Of the whole chain, and of what each of these months rests on; of all where none is named.
    Whatever the process remembers of the database is read anew."""
    inputs.forget()
    yield from of_chain()
    service = ServiceTables()
    links = ClosedMonth.objects.in_order().values_list("pk", "closing__month")
    for pk, month in list(links):
        if not months or month in months:
            yield from _OneMonth(pk).remarks(service)


class _OneMonth:
    """A link of the chain with all its clients."""

    def __init__(self, pk: int) -> None:
        links = ClosedMonth.objects.select_related("closing__verifier")
        self.closed = links.get(pk=pk)
        self.closing = self.closed.closing
        self.place = Place(month=self.closing.month)
        self.derived = Code.RECOMPUTED if is_todays(self.closed) else Code.TODAY

    def remarks(self, service: ServiceTables) -> Iterator[Remark]:
        yield from of_parts(self.closed, self.place)
        with inputs.asked_once():
            yield from service.of_span(TimeRange(*inputs.month_bounds(self.closing.of)), self.place)
            found, rows = self._shared()
            yield from found
            for pk in list(self.closing.all_clients.values_list("pk", flat=True)):
                yield from self._of_client(pk, rows)

    def _shared(self) -> tuple[list[Remark], MonthRows | None]:
        try:
            shared = shared_anew(self.closing)
            found = of_shared(self.closing, shared, self.place, derived=self.derived)
            return found, month_rows(self.closing, shared)
        except NOT_RECOMPUTED as error:
            return [self.place.remark(Code.SHARED, not_recomputed(error))], None

    def _of_client(self, pk: int, rows: MonthRows | None) -> Iterator[Remark]:
        """What an earlier closing or amendment made was recomputed with that."""
        clients = ClosedClient.objects.select_related("client", "closing")
        kept = clients.get(pk=pk)
        place = self.place.of_client(kept.client.code)
        yield from of_card(kept, place)
        yield from of_bundle(self.closed, kept, place)
        if kept.closing_id != self.closing.pk:
            return
        now: Collection[int] = ()
        if rows is not None:
            try:
                remarks, now = of_client(kept, rows, place, derived=self.derived)
                yield from remarks
            except NOT_RECOMPUTED as error:
                yield place.remark(Code.CLIENT, not_recomputed(error))
        yield from of_folders(kept, now, place)
