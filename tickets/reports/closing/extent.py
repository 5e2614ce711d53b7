"""How far a closing or an amendment reaches: whose files it makes, and of which tickets."""

from datetime import datetime

from tickets import inputs, lifecycle
from tickets.models import Client, Closing, Ticket
from tickets.reports.bundles.folders import Amended
from tickets.reports.bundles.making import clients_in
from tickets.reports.closing.changes import instants_in
from tickets.reports.closing.differences import Changes
from tickets.sla.bundle.canonical import digest, parsed


def changes_of(closing: Closing) -> Changes:
    """Those that were approved; a closing has none."""
    if not closing.is_amendment:
        return Changes(of_service=False)
    return Changes.read(closing.amendment.difference)


def clients_of(closing: Closing) -> list[Client]:
    """A closing makes the files of all clients, an amendment those of the clients that it touches;
    of all, where what they share has changed."""
    if not closing.is_amendment:
        return clients_in(inputs.month_bounds(closing.of))
    touched = {each.client for each in changes_of(closing).found}
    return list(Client.objects.filter(pk__in=touched).order_by("code"))


def kept_shared(closing: Closing) -> str:
    """What all clients share, where it is made already or is that of the closing before."""
    if closing.previous is None or changes_of(closing).of_service:
        return closing.shared
    return closing.previous.shared


def how_amended(closing: Closing, client: Client) -> Amended | None:
    previous = closing.previous
    if previous is None:
        return None
    kept = previous.all_clients.select_related("closing").get(client=client)
    data = kept.document.encode("ascii")
    changes = [each for each in changes_of(closing).found if each.client == client.pk]
    return Amended(
        amends=digest(data),
        changes=[(each.ticket, each.reason) for each in changes],
        because=closing.amendment.reason,
        kept=instants_in(parsed(data)["tickets"]),
        since=kept.closing.recorded_before,
    )


def amend_tickets(closing: Closing, *, at: datetime) -> None:
    """Each ticket that an amendment names uses from then on the facts that were known then (P4)."""
    named = [each.ticket for each in changes_of(closing).found if each.ticket is not None]
    tickets = Ticket.objects.filter(number__in=named).order_by("pk")
    for pk in tickets.values_list("pk", flat=True):
        lifecycle.amend(pk, month=closing.of, recorded_before=closing.recorded_before, at=at)
