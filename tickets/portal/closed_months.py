"""The closed months of a client as the portal shows them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tickets.models import ClosedClient, ClosedMonth
from tickets.reports.closing.bundle_file import file_name
from tickets.sla.terms import CLASSES

VERDICTS = {True: "kept", False: "not_kept", None: "no_cases"}


class ClassRow(NamedTuple):
    """What was kept of one class."""

    code: str
    met: int
    guaranteed: int
    percent: str | None
    verdict: str


class ClosedMonthCard(NamedTuple):
    """One closing or amendment with the client's own figures."""

    closed: ClosedMonth
    classes: list[ClassRow]
    file_name: str


def cards(links: Sequence[ClosedMonth]) -> list[ClosedMonthCard]:
    """Of a page of links, which know the client's file of each."""
    wanted = {each.file for each in links}
    files = ClosedClient.objects.with_classes().select_related("client").in_bulk(wanted)
    return [
        ClosedMonthCard(
            each,
            _class_rows(files[each.file].classes),
            file_name(each.closing, files[each.file].client),
        )
        for each in links
    ]


def _class_rows(classes: dict[str, dict[str, Any]]) -> list[ClassRow]:
    return [
        ClassRow(
            code,
            classes[code]["met"],
            classes[code]["guaranteed"],
            classes[code]["percent"],
            VERDICTS[classes[code]["kept"]],
        )
        for code in CLASSES
    ]
