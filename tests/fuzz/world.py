"""A small company in which each action of the desk is possible on some row."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django_q.models import Failure

from availability import catalogue, incidents
from availability.coverage import epoch
from availability.models import (
    Cause,
    Component,
    Impact,
    ImportBatch,
    Interruption,
    Maintenance,
    Outage,
    Subscription,
)
from istockist_sla.core import roles, staff
from istockist_sla.core.models import Letter, User
from tests.conftest import OPENED, member
from tests.factories import (
    LONG_AGO,
    AdministratorFactory,
    ClientFactory,
    FactFactory,
    UserFactory,
)
from tests.signing_in import give_app
from tickets import lifecycle, records
from tickets.attachments import Upload
from tickets.mailroom import brakes, intake
from tickets.models import (
    Agreement,
    CannedReply,
    Client,
    ClientAdministrator,
    InboundMail,
    OrderCount,
    QueueView,
    SupportCalendar,
    Ticket,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NOW = OPENED + 60 * MINUTE


@dataclass(kw_only=True)
class World:
    """`people`: by role, None for whoever is not signed in."""

    people: dict[str, User | None]
    administrator: ClientAdministrator
    tickets: dict[str, Ticket] = field(default_factory=dict)


def build() -> World:
    """As of `NOW`."""
    agent = member("aoife@istockist.example", "Aoife Brennan", roles.SUPPORT)
    manager = member("niamh@istockist.example", "Niamh Kearney", roles.MANAGER)
    administrator = _client("Meadow & Finch Ltd", "meadow", "clara@meadow.example")
    everything = UserFactory(email="all@istockist.example", name="Every Role", is_staff=True)
    everything.groups.set(Group.objects.filter(name__in=roles.ROLES))
    world = World(
        people={
            "anonymous": None,
            "client": administrator.user,
            "another client": _client("Northgate", "northgate", "charlie@north.example").user,
            "nobody's administrator": UserFactory(),
            "agent": agent,
            "technical": member(
                "ruairi@istockist.example", "Ruairí", roles.TECHNICAL, roles.OPERATIONS
            ),
            "manager": manager,
            "system administrator": member("s@istockist.example", "Sinéad", roles.ADMINISTRATOR),
            "everything": everything,
        },
        administrator=administrator,
    )
    QueueView.objects.create(owner=everything, name="Late shift", created_at=OPENED)
    _tickets(world, agent)
    _findings(world, agent, manager)
    _records(administrator.client, agent, manager)
    _availability(manager)
    _mails(administrator)
    _people(world)
    _system(manager)
    return world


def _people(world: World) -> None:
    """Changes of roles that wait, one of them put forward by the reader; second factors."""
    for person in User.objects.exclude(pk=world.people["everything"].pk):
        give_app(person)
    proposers = (world.people["system administrator"], world.people["everything"])
    for proposer in proposers:
        person = member(f"of-{proposer.pk}@istockist.example", "Fiona Daly", roles.SUPPORT)
        staff.reassign(
            user_id=person.pk, groups=[roles.MANAGER], reason="To lead.", by=proposer, at=OPENED
        )


def _client(name: str, code: str, email: str) -> ClientAdministrator:
    client = ClientFactory(name=name, code=code)
    FactFactory(client=client, kind="plan", value="custom")
    FactFactory(client=client, kind="first_order", value=LONG_AGO.isoformat())
    return AdministratorFactory(client=client, email=email)


def _tickets(world: World, agent: User) -> None:
    """By what is next possible with them."""
    user = world.administrator.user
    step: dict[str, Any] = {"by": agent, "at": OPENED + 5 * MINUTE}
    found: dict[str, Any] = {"by": agent, "at": OPENED + 5 * MINUTE, "seen": None}
    for name in ("new", "qualified", "asked", "answered", "handed over", "resolved"):
        world.tickets[name] = lifecycle.open_ticket(
            administrator=world.administrator,
            channel="portal",
            subject=f"Orders do not come in ({name})",
            text="Since this morning nothing arrives.",
            files=[Upload("orders.csv", b"88214")],
            checks={"network": {"state": "not done", "note": "", "by": "client"}},
            at=OPENED,
            recorded_at=OPENED,
            by=user,
        )
    ids = {name: ticket.pk for name, ticket in world.tickets.items()}
    for name in ("qualified", "asked", "answered", "handed over", "resolved"):
        lifecycle.qualify(ids[name], class_test="orders-stopped", **found)
    lifecycle.ask(ids["asked"], text="Which order do you still miss?", **step)
    lifecycle.hand_over(ids["handed over"], team="operations", text="Look", **step)
    lifecycle.close(ids["resolved"], reason="resolved", text="It runs again.", **found)
    lifecycle.write(ids["qualified"], text="Any news?", by=user, at=OPENED + 6 * MINUTE)
    unsure = OPENED + 7 * MINUTE
    lifecycle.keep_unsure(ids["asked"], text="88214", by=user, at=unsure, recorded_at=unsure)


def _findings(world: World, agent: User, manager: User) -> None:
    """One that waits for its decision, one that may be contested, and one that is."""
    told = {"evidence": "The file names no shop.", "client_reason": "Your file names no shop."}
    at = OPENED + 10 * MINUTE
    for name in ("qualified", "answered", "handed over"):
        ticket = world.tickets[name]
        finding = lifecycle.propose(ticket.pk, kind="client-error", by=agent, at=at, **told)
        if name != "qualified":
            lifecycle.approve(finding.pk, by=manager, at=at)
        if name == "handed over":
            user = world.administrator.user
            lifecycle.contest(finding.pk, text="It was right.", by=user, at=at)
    later = at + MINUTE
    lifecycle.write(world.tickets["answered"].pk, text="No.", by=world.administrator.user, at=later)


def _records(client: Client, agent: User, manager: User) -> None:
    by_manager: dict[str, Any] = {"by": manager, "at": OPENED}
    for title in ("Print labels", "Read a price list"):
        article = records.write_article(title=title, body="So.", by=agent, at=OPENED)
    for is_offered in (True, False):
        CannedReply.objects.create(
            title="Export", text="Dear {name} {time}", updated_at=OPENED, is_offered=is_offered
        )
    records.publish_article(article_id=article.pk, by=agent, at=OPENED)
    records.name_contact(
        client_id=client.pk, name="Cormac", email="c@cs.example", since=date(2026, 1, 1),
        **by_manager,
    )  # fmt: skip
    OrderCount.objects.create(client=client, day=date(2026, 3, 9), orders=100)
    records.propose_fact(
        client_id=client.pk, value="yes", since=OPENED - DAY, until=None, evidence="A sale",
        by=agent, at=OPENED,
    )  # fmt: skip
    records.draft_agreement(agreement_id=Agreement.objects.earliest("id").pk, **by_manager)
    calendar = SupportCalendar.objects.earliest("id").pk
    records.draft_calendar(calendar_id=calendar, **by_manager)
    records.propose_holidays(calendar_id=calendar, year=2028, **by_manager)


def _availability(manager: User) -> None:
    components = list(Component.objects.order_by("id"))
    catalogue.set_probe(
        components[0], kind="tcp", address="db.example.com:5432", by=manager, at=OPENED
    )
    for title, published, ended in (("A", False, False), ("B", True, False), ("C", True, True)):
        outage = incidents.declare(
            title=f"Orders do not arrive, {title}",
            impacts={components.pop(): Impact.DOWN},
            started_at=OPENED - 30 * MINUTE,
            by=manager,
            at=OPENED,
        )
        if published:
            incidents.publish(outage, text="We look into it.", by=manager, at=OPENED)
        if ended:
            incidents.end(outage, ended_at=OPENED, text="It works.", by=manager, at=OPENED)
    bounds: dict[str, Any] = {"components": [components[0]], "by": manager, "at": OPENED}
    incidents.propose_exclusion(
        outage=Outage.objects.latest("id"),
        cause=Cause.NETWORK,
        starts_at=OPENED - 30 * MINUTE,
        ends_at=OPENED,
        evidence="A log.",
        **bounds,
    )
    _, work, late = [
        incidents.announce(
            kind=Maintenance.Kind.TECHNICAL,
            title=f"New disks {n}",
            text="",
            starts_at=OPENED + 30 * MINUTE,
            ends_at=OPENED + DAY,
            **bounds,
        )
        for n in range(3)
    ]
    incidents.begin_work(work, by=manager, at=OPENED + 40 * MINUTE)
    Subscription.objects.create(address="a@shop.example", asked_at=OPENED)
    Subscription.objects.create(address="b@shop.example", asked_at=OPENED, confirmed_at=OPENED)
    _statements(manager, late)
    _incidents(manager)


def _statements(manager: User, late: Maintenance) -> None:
    """Beside what was declared: a correction, and a beginning recorded later, to be decided."""
    incidents.propose_correction(
        Interruption.objects.get(ended_at__isnull=False),
        impact=Impact.DOWN,
        starts_at=OPENED - 20 * MINUTE,
        ends_at=OPENED - 5 * MINUTE,
        reason="The log of the gateway.",
        by=manager,
        at=OPENED + MINUTE,
    )
    _imports(manager)
    begun, recorded = OPENED + 40 * MINUTE, OPENED + 50 * MINUTE
    incidents.begin_work(late, by=manager, at=begun, recorded_at=recorded)


def _incidents(manager: User) -> None:
    """One of two components in which tickets were opened, one that may be merged with it, one that
    is a part of it, and a cause to be confirmed."""
    impacts = dict.fromkeys(Component.objects.order_by("id")[:2], Impact.DOWN)
    author: dict[str, Any] = {"by": manager, "at": OPENED}
    declared = {"impacts": impacts, **author}
    whole = incidents.declare(title="D", started_at=OPENED - 20 * MINUTE, **declared)
    incidents.publish(whole, text="We look into it.", **author)
    other, part = (
        incidents.declare(title=title, started_at=OPENED - 10 * MINUTE, **declared)
        for title in ("E", "F")
    )
    incidents.merge(part, into=whole, reason="The same disk.", by=manager, at=OPENED)
    incidents.state_cause(other, cause=Cause.APPLICATION, evidence="A log.", by=manager, at=OPENED)


def _imports(manager: User) -> None:
    """A draft of each person who may read files, and one that waits; a gap that was explained."""
    api = Component.objects.get(code="api")
    everything = User.objects.get(email="all@istockist.example")
    for number, reader in enumerate((manager, everything, manager, everything)):
        batch = ImportBatch.objects.create(
            format="csv-checks",
            file_name="checks.csv",
            evidence="Of the gateway.",
            read_by=reader,
            read_at=OPENED,
        )
        batch.waiting.create(component=api, second=epoch(OPENED - DAY) + number, ok=True)
        if number > 1:
            incidents.propose_import(batch, by=reader, at=OPENED)
    incidents.explain_gap(
        components=[api],
        starts_at=OPENED - DAY,
        ends_at=OPENED - 30 * MINUTE,
        text="Our line was cut.",
        by=manager,
        at=OPENED,
    )


def _mails(administrator: ClientAdministrator) -> None:
    """One of a stranger and one of an administrator, both held; one of a machine, one parked, one
    that opened a ticket and may be a machine's."""
    for sender in ("stranger@meadow.example", "other@meadow.example"):
        raw = f"From: {sender}\r\nSubject: Orders missing\r\n\r\nNothing arrives.\r\n".encode()
        mail = intake.receive(raw, at=OPENED)
    InboundMail.objects.filter(pk=mail.pk).update(from_address=administrator.email)
    machine = b"From: disk@meadow.example\r\nAuto-Submitted: auto-generated\r\n\r\nFull.\r\n"
    intake.receive(machine, at=OPENED)
    odd = intake.store(b"From: odd@meadow.example\r\n\r\nOdd.\r\n", at=OPENED)
    InboundMail.objects.filter(pk=odd.pk).update(state=InboundMail.State.PARKED)
    doubtful = f"From: {administrator.email}\r\nPrecedence: bulk\r\n\r\nNo orders.\r\n".encode()
    intake.receive(doubtful, at=OPENED)
    for number in range(2):
        raw = f"From: {administrator.email}\r\nSubject: Order {number}\r\n\r\nIt is late.\r\n"
        waiting = intake.store(raw.encode(), at=OPENED)
        brakes.hold_back(waiting, administrator, OPENED)


def _system(manager: User) -> None:
    """A letter that was given up, a person who was dismissed, a task that failed."""
    letter = Letter.objects.latest("id")
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED)
    gone = member("gone@istockist.example", "Gone", roles.SUPPORT)
    staff.dismiss(user_id=gone.pk, by=manager, at=OPENED)
    Failure.objects.create(
        id="f" * 32, name="sweep", func="tickets.tasks.sweep", started=OPENED, stopped=NOW,
        success=False, result="It broke : Traceback",
    )  # fmt: skip
