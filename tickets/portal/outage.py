"""The outage during which a ticket was opened, as the status page tells it."""

from django.db.models import Exists, Q

from availability.models import Outage
from tickets import inputs
from tickets.models import Ticket


def outage_of(ticket: Ticket) -> Outage | None:
    """A published incident that went on when the fault was reported, of its components or, where
    none is recorded of it, of any; the latest of several."""
    heads = _heads(ticket) if ticket.is_fault else set()
    if not heads:
        return None
    own = ticket.components.all()
    of_own = Q(interruptions__component__in=own) | Q(parts__interruptions__component__in=own)
    found = Outage.objects.published().filter(of_own | ~Exists(own), pk__in=heads)
    return found.order_by("-started_at", "-pk").first()


def _heads(ticket: Ticket) -> set[int]:
    """Asked of what the process remembers: most tickets are opened in no outage."""
    service, at = inputs.book().service, ticket.opened_at
    during = [
        each
        for each in service.interruptions.values()
        if not each.withdrawn
        and each.started_at <= at
        and (each.ended_at is None or at < each.ended_at)
    ]
    outages = [service.outages[each.outage] for each in during]
    return {each.part_of or each.id for each in outages}
