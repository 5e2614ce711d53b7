"""The difference between a closed month and what would come out of it now, as rows of a table."""

from collections.abc import Sequence
from typing import NamedTuple

from tickets.models import Ticket
from tickets.reports.closing.difference_words import Line, lines_of
from tickets.reports.closing.differences import Difference
from tickets.wording.amendments import REASONS


class DifferenceRow(NamedTuple):
    """`ticket_id` leads to the ticket, where it is one; `lines` say what, before and after."""

    ticket: int | None
    ticket_id: int | None
    client: str
    lines: list[Line]
    why: str
    reading: str


def difference_rows(found: Sequence[Difference]) -> list[DifferenceRow]:
    numbers = [each.ticket for each in found if each.ticket is not None]
    ids = dict(Ticket.objects.filter(number__in=numbers).values_list("number", "pk"))
    return [
        DifferenceRow(
            ticket=each.ticket,
            ticket_id=ids.get(each.ticket or 0),
            client=each.name,
            lines=list(lines_of(each)),
            why=REASONS[each.reason],
            reading=each.reading,
        )
        for each in found
    ]
