"""Clients and the dated facts about them; a client is ended, never deleted (P3, P4)."""

from datetime import UTC, datetime

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets import lifecycle
from tickets.models import Client, ClientFact, Ticket
from tickets.records.events import append_event

Kind = ClientFact.Kind


@transaction.atomic
def create_client(
    *, name: str, code: str, plan: str, evidence: str, by: User, at: datetime
) -> Client:
    """A client and its first fact, the plan, which holds from now (P3)."""
    at, name = to_second(at), " ".join(name.split())
    if Client.objects.filter(name__iexact=name).exists():
        raise ActionRefused("There is a client of this name already.")
    if Client.objects.filter(code=code).exists():
        raise ActionRefused("This short name is taken.")
    client = Client.objects.create(name=name, code=code, created_at=at)
    append_event(Event.Kind.CLIENT, client.pk, "create", by=by, at=at)
    record_fact(
        client_id=client.pk, kind=Kind.PLAN, value=plan, since=at, evidence=evidence, by=by, at=at
    )
    return client


@transaction.atomic
def rename_client(*, client_id: int, name: str, by: User, at: datetime) -> Client:
    client, at, name = lock_client(client_id), to_second(at), " ".join(name.split())
    if Client.objects.filter(name__iexact=name).exclude(pk=client.pk).exists():
        raise ActionRefused("There is a client of this name already.")
    client.name = name
    client.save(update_fields=["name"])
    append_event(Event.Kind.CLIENT, client.pk, "rename", by=by, at=at)
    return client


@transaction.atomic
def end_client(*, client_id: int, by: User, at: datetime) -> Client:
    """The client has left: its people may no longer contact Support; its folders stay."""
    client, at = lock_client(client_id), to_second(at)
    if client.ended_at is not None:
        raise ActionRefused(f"{client} has ended already.")
    if Ticket.objects.filter(client=client).unclosed().exists():
        raise ActionRefused(f"{client} still has open tickets. Close them first.")
    client.ended_at = at
    client.save(update_fields=["ended_at"])
    client.administrators.filter(until=None, since__lte=at.date()).update(until=at.date())
    append_event(Event.Kind.CLIENT, client.pk, "end", by=by, at=at)
    return client


@transaction.atomic
def record_fact(
    *,
    client_id: int,
    kind: str,
    value: str,
    since: datetime,
    evidence: str,
    by: User,
    at: datetime,
) -> ClientFact:
    """Add a dated fact; a correction is a later row for the same instant (P4).

    The deadlines and verdicts of the tickets that it concerns are computed anew.
    """
    if kind == Kind.ORDER_VOLUME:
        raise ActionRefused(
            "Put it forward: another manager decides on the order volume (G5, G10)."
        )
    client, at, since = lock_client(client_id), to_second(at), to_second(since)
    value = _normalized(kind, value)
    if not evidence.strip():
        raise ActionRefused("Say what the fact rests on.")
    _refuse_premium_without_custom(client, kind, value, since)
    return add_fact(client, kind=kind, value=value, since=since, evidence=evidence, by=by, at=at)


def add_fact(
    client: Client,
    *,
    kind: str,
    value: str,
    since: datetime,
    evidence: str,
    by: User,
    at: datetime,
) -> ClientFact:
    """The row with its event, for a client that the caller has locked.

    The deadlines and verdicts of the tickets that it concerns are computed anew.
    """
    fact = ClientFact.objects.create(
        client=client,
        kind=kind,
        value=value,
        since=since,
        evidence=" ".join(evidence.split())[:500],
        author=by,
        recorded_at=at,
    )
    append_event(
        Event.Kind.CLIENT,
        client.pk,
        "record_fact",
        by=by,
        at=at,
        fact=fact.pk,
        kind=kind,
        since=since.isoformat(),
    )
    concerned = Ticket.objects.filter(client=client, opened_at__gte=since)
    later = ClientFact.objects.filter(client=client, kind=kind, since__gt=since).order_by("since")
    until = later.values_list("since", flat=True).first()
    if until is not None:
        concerned = concerned.filter(opened_at__lt=until)
    lifecycle.refresh_many(list(concerned.order_by("pk").values_list("pk", flat=True)), at=at)
    return fact


def lock_client(client_id: int) -> Client:
    return Client.objects.select_for_update().get(pk=client_id)


def _normalized(kind: str, value: str) -> str:
    """The value as its kind stores it: a plan, yes or no, an instant in UTC or none (G4)."""
    if kind not in Kind.values:
        raise ActionRefused("Choose what the fact is about.")
    if kind == Kind.PLAN:
        if value not in ClientFact.Plan.values:
            raise ActionRefused("Choose a plan.")
        return value
    if kind != Kind.FIRST_ORDER:
        if value not in (ClientFact.YES, ClientFact.NO):
            raise ActionRefused("Answer yes or no.")
        return value
    if value == ClientFact.NONE:
        return value
    try:
        first = datetime.fromisoformat(value)
    except ValueError:
        raise ActionRefused("Write the instant of the first order, or none.") from None
    if first.tzinfo is None:
        raise ActionRefused("The instant of the first order needs its time zone.")
    return first.astimezone(UTC).replace(microsecond=0).isoformat()


def _refuse_premium_without_custom(client: Client, kind: str, value: str, since: datetime) -> None:
    """SLA Premium goes with the Custom enterprise plan only (P3)."""

    def holds(of: str) -> str:
        rows = ClientFact.objects.filter(client=client, kind=of).in_order_at(since)
        return rows.values_list("value", flat=True).first() or ""

    if kind == Kind.PREMIUM and value == ClientFact.YES and holds(Kind.PLAN) != "custom":
        raise ActionRefused("SLA Premium needs the Custom enterprise plan (P3).")
    if kind == Kind.PLAN and value != "custom" and holds(Kind.PREMIUM) == ClientFact.YES:
        raise ActionRefused("End SLA Premium first: it needs the Custom enterprise plan (P3).")
