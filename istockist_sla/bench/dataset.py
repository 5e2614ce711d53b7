"""Typical clients, tickets and events in bulk, without the columns that a rebuild writes."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Model

from istockist_sla.core.models import Event, User
from tickets.models import (
    Client,
    ClientAdministrator,
    ClientFact,
    Fault,
    InformationRequest,
    Message,
    Ticket,
    TicketKind,
    Verb,
)
from tickets.sla.terms import CLASS_BELOW, CLASS_TESTS

CLIENTS, AGENTS = 200, 20
# In the order in which rows may refer to others.
ORDER: list[type[Model]] = [Fault, Ticket, Event, Message, InformationRequest]
REACH = timedelta(days=3 * 365)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CHUNK = 2_000


class Story(NamedTuple):
    """What happens after the opening, with the hours since what was before on average; of ten
    tickets `share` go this way."""

    share: int
    kind: TicketKind
    acts: list[tuple[Verb, int]]


TAKEN, QUALIFIED, REPLIED = (Verb.TAKE, 5), (Verb.QUALIFY, 1), (Verb.REPLY, 8)
ASKED, ANSWERED = (Verb.ASK, 4), (Verb.WRITE, 20)
OUT, BACK, LOWERED = (Verb.HAND_OVER, 1), (Verb.HEAR_BACK, 6), (Verb.DOWNGRADE, 4)
STORIES = [
    Story(4, TicketKind.FAULT, [TAKEN, QUALIFIED, REPLIED, ANSWERED, (Verb.CLOSE, 40)]),
    Story(3, TicketKind.FAULT, [TAKEN, QUALIFIED, ASKED, ANSWERED, REPLIED, (Verb.CLOSE, 36)]),
    Story(2, TicketKind.FAULT, [(Verb.QUALIFY, 5), OUT, BACK, LOWERED, (Verb.CLOSE, 58)]),
    Story(1, TicketKind.REQUEST, [TAKEN, QUALIFIED, (Verb.REPLY, 20), (Verb.CLOSE, 40)]),
]
SIDES = {
    Verb.OPEN: Event.Side.CLIENT,
    Verb.WRITE: Event.Side.CLIENT,
    Verb.HEAR_BACK: Event.Side.TECHNICAL,
}
# One ticket in so many is not closed.
OPEN = 30
TESTS = list(CLASS_TESTS)


class People(NamedTuple):
    agents: list[User]
    administrators: list[ClientAdministrator]


def fill(
    tickets: int, *, now: datetime, opened_in: tuple[datetime, datetime] | None = None
) -> None:
    """So many tickets in an empty database, opened over three years up to `now`, or within a given
    time."""
    chance = random.Random(tickets)
    folk = people()
    start, end = opened_in or (now - REACH, now)
    opened = sorted(end - (end - start) * chance.random() for _ in range(tickets))
    for first in range(0, tickets, CHUNK):
        rows: dict[type[Model], list[Model]] = {kind: [] for kind in ORDER}
        for n, at in enumerate(opened[first : first + CHUNK], first + 1):
            for row in _folder(n, at.replace(microsecond=0), folk, chance, now):
                rows[type(row)].append(row)
        for kind, made in rows.items():
            kind._default_manager.bulk_create(made)


def people() -> People:
    agents = User.objects.bulk_create(
        User(email=f"agent{n}@istockist.example", name=f"Agent {n}", is_staff=True)
        for n in range(AGENTS)
    )
    persons = User.objects.bulk_create(
        User(email=f"person{n}@client.example", name=f"Person {n}") for n in range(CLIENTS)
    )
    clients = Client.objects.bulk_create(
        Client(name=f"Client {n} Ltd", code=f"client-{n}", created_at=LONG_AGO)
        for n in range(CLIENTS)
    )
    ClientFact.objects.bulk_create(
        ClientFact(
            client=client,
            kind=kind,
            value=value,
            since=LONG_AGO,
            recorded_at=LONG_AGO,
            evidence="Signed order",
            author=agents[0],
        )
        for client in clients
        for kind, value in _facts(client)
    )
    administrators = ClientAdministrator.objects.bulk_create(
        ClientAdministrator(
            client=client, user=user, email=user.email, name=user.name, since=date(2020, 1, 1)
        )
        for client, user in zip(clients, persons, strict=True)
    )
    return People(agents, administrators)


def _facts(client: Client) -> Iterator[tuple[str, str]]:
    yield "plan", ("custom", "self-service", "self-service", "free")[client.pk % 4]
    yield "first_order", LONG_AGO.isoformat()
    yield "rate_limit", "no"


def _folder(
    n: int, opened_at: datetime, people: People, chance: random.Random, now: datetime
) -> Iterator[Model]:
    """Ticket `n` on a fault of its own, its events, and the question that was asked."""
    administrator, agent = chance.choice(people.administrators), chance.choice(people.agents)
    yield Fault(pk=n, title="Orders do not come in", created_at=opened_at)
    yield Ticket(
        pk=n,
        number=1000 + n,
        client_id=administrator.client_id,
        client_sequence=n,
        administrator=administrator,
        channel="portal",
        subject="Orders do not come in",
        opened_at=opened_at,
        created_at=opened_at,
        last_word_at=opened_at,
    )
    (story,) = chance.choices(STORIES, [story.share for story in STORIES])
    data = _data(n, administrator, agent, story.kind)
    acts = [(Verb.OPEN, opened_at), *_course(story, opened_at, chance)]
    acts = [act for act in acts if act[1] <= now][: 4 if n % OPEN == 0 else None]
    for verb, at in acts:
        side = SIDES.get(verb, Event.Side.SUPPORT)
        yield Event(
            subject_kind=Event.Kind.TICKET,
            subject_id=n,
            verb=verb,
            actor=administrator.user if side == Event.Side.CLIENT else agent,
            side=side,
            at=at,
            recorded_at=at,
            data=data.get(verb, {"message": n}),
        )
    for at in (at for verb, at in acts if verb == Verb.ASK):
        yield Message(pk=n, ticket_id=n, kind="question", author=agent, at=at, text="Which?")
        yield InformationRequest(pk=n, ticket_id=n, message_id=n, asked_at=at, dated_at=at)


def _course(
    story: Story, opened_at: datetime, chance: random.Random
) -> Iterator[tuple[Verb, datetime]]:
    at = opened_at
    for verb, hours in story.acts:
        at += timedelta(seconds=chance.randrange(60, 2 * hours * 3600))
        yield verb, at


def _data(
    n: int, administrator: ClientAdministrator, agent: User, kind: TicketKind
) -> dict[Verb, dict[str, Any]]:
    """What the events of a ticket say, by their verbs."""
    test = TESTS[n % len(TESTS)] if kind == TicketKind.FAULT else ""
    fault_class = CLASS_TESTS[test] if test else ""
    lower = CLASS_BELOW.get(fault_class, fault_class)
    qualified: dict[str, Any] = {"kind": kind.value, "class": fault_class, "test": test}
    if kind == TicketKind.FAULT:
        qualified |= {"components": ["api"] if n % 5 == 0 else [], "not_done": []}
    return {
        Verb.OPEN: {
            "client": administrator.client_id,
            "administrator": administrator.pk,
            "channel": "portal",
            "low_priority": n % 40 == 0,
            "provisional": "",
            "message": n,
        },
        Verb.TAKE: {"owner": agent.pk},
        Verb.QUALIFY: qualified | {"fault": n if kind == TicketKind.FAULT else None},
        Verb.ASK: {"message": n, "question": n},
        Verb.WRITE: {"message": n, "answers": [n]},
        Verb.HAND_OVER: {"message": n, "team": "operations"},
        Verb.HEAR_BACK: {"message": n, "team": "operations"},
        Verb.DOWNGRADE: {"from": fault_class, "to": lower, "fault": n, "message": n},
        Verb.CLOSE: {"reason": "resolved", "duplicate_of": None, "message": n},
    }
