"""Daily order counts of clients: a newer count takes the place of an older one (G5)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from tickets.models import Client, OrderCount

OrderCounts = Mapping[tuple[int, date], int]


class Imported(NamedTuple):
    """How many days were new, had another count before, or were known as they are."""

    clients: int
    new: int
    changed: int
    same: int

    def __str__(self) -> str:
        days = _counted(self.new + self.changed + self.same, "day")
        clients = _counted(self.clients, "client")
        return (
            f"{days} of {clients}: {self.new} new, {self.changed} changed, {self.same} as before."
        )


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


@transaction.atomic
def record_order_counts(counts: OrderCounts, *, by: User | None, at: datetime) -> Imported:
    """By client id and day; nobody is `by` where a command imports."""
    at = to_second(at)
    days = [day for _, day in counts]
    clients = {client for client, _ in counts}
    list(Client.objects.select_for_update().filter(pk__in=clients).order_by("pk"))
    known = dict(_known(clients, min(days), max(days)))
    changed = {key for key in counts if key in known and known[key] != counts[key]}
    new = counts.keys() - known.keys()
    OrderCount.objects.bulk_create(
        [OrderCount(client_id=key[0], day=key[1], orders=counts[key]) for key in new | changed],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["client", "day"],
        update_fields=["orders"],
    )
    _append_events(counts, changed, by, at)
    return Imported(len(clients), len(new), len(changed), len(counts) - len(new) - len(changed))


def _known(clients: set[int], first: date, last: date) -> Iterator[tuple[tuple[int, date], int]]:
    rows = OrderCount.objects.filter(client__in=clients, day__gte=first, day__lte=last)
    for client, day, orders in rows.values_list("client_id", "day", "orders"):
        yield (client, day), orders


def _append_events(
    counts: OrderCounts, changed: set[tuple[int, date]], by: User | None, at: datetime
) -> None:
    """One event a client, with the bounds of its days and how many had another count."""
    days: dict[int, list[date]] = defaultdict(list)
    for client, day in counts:
        days[client].append(day)
    for client in sorted(days):
        Event.objects.append(
            kind=Event.Kind.CLIENT,
            subject_id=client,
            verb="import_orders",
            by=by,
            side=Event.Side.SUPPORT if by else Event.Side.SYSTEM,
            at=at,
            data={
                "first": min(days[client]).isoformat(),
                "last": max(days[client]).isoformat(),
                "days": len(days[client]),
                "changed": sum(1 for key in changed if key[0] == client),
            },
        )
