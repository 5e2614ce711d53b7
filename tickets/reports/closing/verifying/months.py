"""Whether the closed months are still what they were when they were closed, one client after
another. Nothing is changed."""

from collections.abc import Collection, Generator, Iterator

from availability.ranges import TimeRange
from tickets import inputs
from tickets.models import ClosedClient, ClosedMonth, Closing
from tickets.reports.bundles.making import MonthRows
from tickets.reports.closing.rows import month_rows
from tickets.reports.closing.verifying.folders import of_folders
from tickets.reports.closing.verifying.kept_verifier import is_todays, of_bundle
from tickets.reports.closing.verifying.links import of_chain
from tickets.reports.closing.verifying.parts import of_card, of_parts
from tickets.reports.closing.verifying.recomputed import (
    UNFIT,
    not_recomputed,
    of_client,
    of_shared,
    shared_anew,
)
from tickets.reports.closing.verifying.remarks import Code, Place, Remark
from tickets.reports.closing.verifying.service import ServiceTables

ALL_MONTHS = Place(month="all months")


def verify_months(months: Collection[str] = ()) -> Iterator[Remark]:
    """Of the whole chain, and of what each of these months rests on; of all where none is named.
    Whatever the process remembers of the database is read anew."""
    inputs.forget()
    yield from of_chain()
    try:
        service = ServiceTables()
    except UNFIT as error:
        yield ALL_MONTHS.remark(Code.SERVICE, not_recomputed(error))
        service = None
    links = ClosedMonth.objects.in_order().values_list("pk", "closing__month")
    for pk, month in list(links):
        if not months or month in months:
            yield from _OneMonth(pk, service).remarks()


class _OneMonth:
    """A link of the chain with all its clients, one in memory at a time."""

    def __init__(self, pk: int, service: ServiceTables | None) -> None:
        links = ClosedMonth.objects.select_related("closing__verifier")
        self.closed, self.service = links.get(pk=pk), service
        self.closing = self.closed.closing
        self.place = Place(month=self.closing.month)
        self.derived = Code.RECOMPUTED if is_todays(self.closed) else Code.TODAY

    def remarks(self) -> Iterator[Remark]:
        """What cannot even be recomputed is named with its month or client."""
        yield from of_parts(self.closed, self.place)
        with inputs.asked_once():
            rows: MonthRows | None = None
            try:
                rows = yield from self._of_all_clients()
            except UNFIT as error:
                yield self.place.remark(Code.SHARED, not_recomputed(error))
            for pk in list(_clients_of(self.closing)):
                yield from self._of_client(pk, rows)

    def _of_all_clients(self) -> Generator[Remark, None, MonthRows]:
        span = TimeRange(*inputs.month_bounds(self.closing.of))
        if self.service is not None:
            yield from self.service.of_span(span, self.place)
        shared = shared_anew(self.closing)
        yield from of_shared(self.closing, shared, self.place, derived=self.derived)
        return month_rows(self.closing, shared)

    def _of_client(self, pk: int, rows: MonthRows | None) -> Iterator[Remark]:
        """What an earlier closing or amendment made is recomputed with that."""
        clients = ClosedClient.objects.select_related("client", "closing")
        kept = clients.get(pk=pk)
        place = self.place.of_client(kept.client.code)
        yield from of_card(kept, place)
        yield from of_bundle(self.closed, kept, place)
        if kept.closing_id != self.closing.pk:
            return
        numbers: Collection[int] = ()
        try:
            if rows is not None:
                found, numbers = of_client(kept, rows, place, derived=self.derived)
                yield from found
        except UNFIT as error:
            yield place.remark(Code.CLIENT, not_recomputed(error))
        try:
            yield from of_folders(kept, numbers, place)
        except UNFIT as error:
            yield place.remark(Code.RECORD, not_recomputed(error))


def _clients_of(closing: Closing) -> Iterator[int]:
    """By the rows themselves where its month cannot be read."""
    try:
        yield from closing.all_clients.values_list("pk", flat=True)
    except ValueError:
        yield from closing.clients.values_list("pk", flat=True)
