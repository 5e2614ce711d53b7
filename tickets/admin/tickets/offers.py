"""What a new ticket may belong to: open faults whose words are like its own or that began lately,
and what else its client has open."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from istockist_sla.core.lib import text
from tickets.models import Fault, Ticket

LOOKED_AT, MOST_FAULTS, MOST_TICKETS = 200, 4, 5
LATELY = timedelta(days=2)
WORD = re.compile(r"\w{4,}")


class FaultOffer(NamedTuple):
    fault: Fault
    why: str

    def label(self, now: datetime) -> str:
        since = text.clock_gmt(self.fault.created_at, now)
        return f"{self.fault}. Since {since}; {self.why}"


def open_faults(ticket: Ticket) -> list[FaultOffer]:
    """Those with an unclosed ticket; the likest first, then the latest."""
    unclosed = Ticket.objects.unclosed().exclude(fault=None).exclude(pk=ticket.pk)
    latest = unclosed.order_by("-fault_id").values_list("fault_id", flat=True).distinct()
    rows = Fault.objects.filter(pk__in=list(latest[:LOOKED_AT])).order_by("-pk")
    own = _words(ticket.subject)
    shared = [(fault, sorted(own & _words(fault.title))) for fault in rows]
    alike = sorted((pair for pair in shared if pair[1]), key=lambda pair: -len(pair[1]))
    offers = [FaultOffer(fault, f"same words: {', '.join(words[:4])}") for fault, words in alike]
    near = [fault for fault, words in shared if not words and _is_near(fault, ticket)]
    return (offers + [FaultOffer(fault, "it began at about that time") for fault in near])[
        :MOST_FAULTS
    ]


def open_tickets(ticket: Ticket) -> list[Ticket]:
    """Earlier ones of its client that it may repeat (E4)."""
    rows = Ticket.objects.unclosed().filter(client=ticket.client_id, number__lt=ticket.number)
    return list(rows.order_by("-number")[:MOST_TICKETS])


def _words(title: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(title)}


def _is_near(fault: Fault, ticket: Ticket) -> bool:
    return abs(fault.created_at - ticket.opened_at) <= LATELY
