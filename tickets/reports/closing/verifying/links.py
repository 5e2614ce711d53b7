"""The chain of the closed months as it is stored."""

from collections.abc import Iterator
from typing import Any

from istockist_sla.core.models import Event
from tickets.models import ClosedMonth
from tickets.reports.closing.verifying.remarks import Code, Place, Remark
from tickets.sla.bundle.canonical import digest
from tickets.sla.bundle.documents import MONTH
from tickets.sla.bundle.linked import of_link
from tickets.sla.bundle.reading import Document, MonthLink, read_document, read_month
from tickets.sla.bundle.values import Malformed, written

# What a closing and an amendment end with: their events tell the head.
ENDS = ("close", "amend")


def of_chain() -> Iterator[Remark]:
    """Each link follows the one before, from the first on, and is what was told of it."""
    earlier: list[tuple[Document, MonthLink]] = []
    told = _told_heads()
    links = ClosedMonth.objects.in_order().select_related("closing")
    for closed in links.defer("whole", "closing__shared"):
        place = Place(month=closed.closing.month)
        data = closed.document.encode()
        if digest(data) != closed.head:
            yield place.remark(Code.HEAD, "not the hash of the document")
        if told.get(closed.closing_id) != closed.head:
            yield place.remark(Code.LOG, "tells of another head")
        try:
            document = read_document(MONTH, data)
            link = read_month(document)
        except Malformed as error:
            yield from place.remarks(Code.CHAIN, [str(error)])
            continue
        yield from _of_columns(closed, document.value, place)
        for found in of_link(document, link, earlier):
            yield place.remark(Code.CHAIN, found, "month.json")
        earlier.append((document, link))


def _told_heads() -> dict[int, Any]:
    events = Event.objects.filter(subject_kind=Event.Kind.MONTH, verb__in=ENDS).order_by("id")
    told = events.values_list("subject_id", "data")
    return {closing: data.get("head") for closing, data in told if isinstance(data, dict)}


def _of_columns(closed: ClosedMonth, value: dict[str, Any], place: Place) -> Iterator[Remark]:
    closing = closed.closing
    columns = {
        "sequence": closed.sequence,
        "month": closing.month,
        "number": closing.number,
        "recorded_before": written(closing.recorded_before),
        "closed_at": written(closed.closed_at),
    }
    for name, column in columns.items():
        if value[name] != column:
            says = f"the document says {value[name]}, its row {column}"
            yield place.remark(Code.CHAIN, says, name)
