"""The database -> the rows of a closed month that all clients share, in a fixed number of
statements, however many tickets there are."""

from collections.abc import Callable

from django.db.models import Min

from availability.coverage import SPEAKS_FOR, Run, epoch, runs_of
from availability.figures import told
from availability.models import Component, Measurement
from availability.ranges import TimeRange
from availability.rows import Records
from istockist_sla.core.lib.months import MonthBounds
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import Ticket, TicketQuerySet, Verb
from tickets.sla.bundle.begun import begun_versions
from tickets.sla.bundle.folder_rows import Coder
from tickets.sla.bundle.month_rows import MonthStamp, SharedRows
from tickets.sla.bundle.service_rows import ServiceRows, coded_service
from tickets.sla.bundle.tree import text_digest


class Hashes:
    """Hashes of texts; the nonce of each is kept with the text and is erased with it."""

    def __init__(self, nonce: Callable[[], bytes]) -> None:
        self._nonce = nonce
        self.nonces: dict[str, bytes] = {}

    def hash_of(self, text: str) -> str:
        nonce = self._nonce()
        found = text_digest(text, nonce)
        self.nonces[found] = nonce
        return found


def shared_rows(stamp: MonthStamp) -> SharedRows:
    published = inputs.published_versions().published
    bounds = inputs.month_bounds(stamp.month)
    begun = begun_versions(
        published, client_id=None, until=bounds.end, year=stamp.month.year
    ).standard
    return SharedRows(stamp=stamp, published=begun, service=_service_rows(stamp, bounds))


def _service_rows(stamp: MonthStamp, bounds: MonthBounds) -> ServiceRows:
    """As it was told before the closing; the API decides (A5)."""
    oldest = _closed_in(bounds).aggregate(oldest=Min("opened_at"))["oldest"] or bounds.start
    component = Component.objects.contractual()
    code = component.code if component is not None else ""
    span, coder = TimeRange(*bounds), Coder(str)
    records: Records = coded_service(
        told(stamp.recorded_before), code, span, since=oldest, coder=coder
    )
    runs = _runs(component, bounds) if component is not None else ()
    return ServiceRows(component=code, records=records, runs=runs)


def _runs(component: Component, bounds: MonthBounds) -> tuple[Run, ...]:
    """With those before the month that speak for its first seconds."""
    first, before = epoch(bounds.start - SPEAKS_FOR), epoch(bounds.end)
    return tuple(runs_of(Measurement.objects.told_of(component, first, before)))


def closed_by_client(bounds: MonthBounds) -> dict[int, list[int]]:
    """The tickets that were closed in the month, whatever became of them, by their clients."""
    found: dict[int, list[int]] = {}
    for client_id, pk in _closed_in(bounds).values_list("client_id", "pk"):
        found.setdefault(client_id, []).append(pk)
    return found


def _closed_in(bounds: MonthBounds) -> TicketQuerySet:
    """By the events, which tell it of any instant: a stored fix goes where a ticket is rectified to
    a request later."""
    closings = Event.objects.filter(
        subject_kind=Event.Kind.TICKET,
        verb=Verb.CLOSE,
        at__gte=bounds.start,
        at__lt=bounds.end,
    )
    return Ticket.objects.filter(pk__in=closings.values("subject_id")).order_by()
