"""Colleagues and clients with their dated facts, each at its own time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import Group

from istockist_sla.core.models import User
from istockist_sla.demo import orders
from istockist_sla.demo.cast import (
    AGENTS,
    CLIENTS,
    DEVELOPMENT,
    MANAGERS,
    OPERATIONS,
    OWN_AGREEMENT,
    STAFF,
    Colleague,
    Company,
    DemoFact,
    Person,
)
from tickets import records
from tickets.imports.order_counts import import_order_counts
from tickets.models import Client, ClientAdministrator, ClientFact

YEARS_AGO = timedelta(days=2000)
HOUR = timedelta(hours=1)
WEEKS = timedelta(weeks=12)


class ScheduledAct(NamedTuple):
    """Something that one person does once, at `at`."""

    at: datetime
    do: Callable[[datetime], object]


def employ(now: datetime) -> dict[str, list[User]]:
    """The staff by what they are asked for: agents, each technical team, managers."""
    users = {colleague: _employ(colleague, now - YEARS_AGO) for colleague in STAFF}
    of = {
        "agents": AGENTS,
        "operations": OPERATIONS,
        "development": DEVELOPMENT,
        "managers": MANAGERS,
    }
    return {name: [users[each] for each in colleagues] for name, colleagues in of.items()}


def _employ(colleague: Colleague, at: datetime) -> User:
    user = User.objects.create_user(
        colleague.email, name=colleague.name, is_staff=True, date_joined=at
    )
    user.groups.set(Group.objects.filter(name__in=colleague.groups))
    return user


def settlement(now: datetime, *, by: User, agent: User) -> Iterator[ScheduledAct]:
    """All that happens to the clients' own records, in no order."""
    for number, company in enumerate(CLIENTS):
        hour = timedelta(hours=9 + number % 7, minutes=7 * number % 60)

        def day(days: int, hour: timedelta = hour) -> datetime:
            return (now - timedelta(days=days)).replace(hour=0, minute=0, second=0) + hour

        joined = day(company.joined)
        yield ScheduledAct(joined, _create(company, by))
        for person in company.people:
            begins = joined if person.begins is None else day(person.begins)
            yield ScheduledAct(begins + HOUR, _appoint(company, person, by))
            if person.ends is not None:
                yield ScheduledAct(day(person.ends), _dismiss(company, person, by))
        if company.contact:
            yield ScheduledAct(joined + 2 * HOUR, _name_contact(company, by))
        for order, fact in enumerate(company.facts):
            at = day(fact.days) + 3 * HOUR + order * timedelta(minutes=1)
            if fact.kind == ClientFact.Kind.ORDER_VOLUME:
                yield ScheduledAct(at - HOUR, _count(now, by))
                yield ScheduledAct(at, _put_forward(company, fact, by, agent))
            else:
                yield ScheduledAct(at, _record(company, fact, by))
    yield ScheduledAct(now - 2 * HOUR, _count(now, by))
    code, limits = OWN_AGREEMENT
    company = next(each for each in CLIENTS if each.code == code)
    premium = next(fact for fact in company.facts if fact.kind == "premium")
    yield ScheduledAct(now - timedelta(days=premium.days + 4), _agree(company, limits, by))


def _create(company: Company, by: User) -> Callable[[datetime], object]:
    return lambda at: records.create_client(
        name=company.name,
        code=company.code,
        plan=company.plan,
        evidence="Contract, signed by both",
        by=by,
        at=at,
    )


def _appoint(company: Company, person: Person, by: User) -> Callable[[datetime], object]:
    return lambda at: records.appoint_administrator(
        client_id=_client(company).pk,
        name=person.name,
        email=f"{person.login}@{company.domain}",
        since=at.date(),
        by=by,
        at=at,
        wants_copies=person.copies,
    )


def _dismiss(company: Company, person: Person, by: User) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        row = ClientAdministrator.objects.get(email=f"{person.login}@{company.domain}")
        records.end_administrator(administrator_id=row.pk, until=at.date(), by=by, at=at)

    return act


def _name_contact(company: Company, by: User) -> Callable[[datetime], object]:
    first, _, last = company.contact.partition(" ")
    return lambda at: records.name_contact(
        client_id=_client(company).pk,
        name=company.contact,
        email=f"{first}.{last}@istockist.example".lower(),
        since=at.date(),
        by=by,
        at=at,
    )


def _record(company: Company, fact: DemoFact, by: User) -> Callable[[datetime], object]:
    return lambda at: records.record_fact(
        client_id=_client(company).pk,
        kind=fact.kind,
        value=fact.value or at.isoformat(),
        since=at,
        evidence=fact.evidence,
        by=by,
        at=at,
    )


def _count(now: datetime, by: User) -> Callable[[datetime], object]:
    """The order system's file of the last weeks."""

    def act(at: datetime) -> None:
        last = at.date() - timedelta(days=1)
        lines = orders.lines(last - WEEKS, last, now.date())
        import_order_counts("\n".join(lines).encode(), by=by, at=at)

    return act


def _put_forward(
    company: Company, fact: DemoFact, by: User, agent: User
) -> Callable[[datetime], object]:
    """An agent sees it two days late; a manager decides (G5)."""

    def act(at: datetime) -> None:
        since = (at - timedelta(days=2)).replace(hour=0, minute=0, second=0)
        proposal = records.propose_fact(
            client_id=_client(company).pk,
            value=fact.value,
            since=since,
            evidence=fact.evidence,
            by=agent,
            at=at,
        )
        records.approve_fact(proposal.pk, by=by, at=at)

    return act


def _agree(
    company: Company, limits: dict[str, tuple[int, int]], by: User
) -> Callable[[datetime], object]:
    """The client's own agreement: shorter limits, published before they take effect."""

    def act(at: datetime) -> None:
        version = records.draft_own_agreement(client_id=_client(company).pk, by=by, at=at)
        for limit in version.limits.all():
            response, fix = limits[limit.fault_class]
            limit.response_seconds, limit.fix_seconds = response * 3600, fix * 3600
            limit.save()
        records.record_revision(version, by=by, at=at)
        day = (at + timedelta(days=2)).date()
        records.publish_agreement(version_id=version.pk, effective_on=day, by=by, at=at + HOUR)

    return act


def _client(company: Company) -> Client:
    return Client.objects.get(code=company.code)
