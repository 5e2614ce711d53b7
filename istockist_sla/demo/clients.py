"""Clients with their dated facts, each at its own time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from istockist_sla.core.models import User
from istockist_sla.demo import orders
from istockist_sla.demo.cast import CLIENTS, OWN_AGREEMENT, Company, DemoFact, Person
from tickets import records
from tickets.imports.order_counts import import_order_counts
from tickets.models import Client, ClientAdministrator, ClientFact

HOUR = timedelta(hours=1)
WEEKS = timedelta(weeks=12)


class ScheduledStep(NamedTuple):
    """What one person does once, at `at`."""

    at: datetime
    perform: Callable[[datetime], object]


def client_steps(now: datetime, *, by: User, agent: User) -> Iterator[ScheduledStep]:
    """Everything that is recorded about the clients, in no order."""
    for number, company in enumerate(CLIENTS):
        hour = timedelta(hours=9 + number % 7, minutes=7 * number % 60)

        def day(days: int, hour: timedelta = hour) -> datetime:
            return (now - timedelta(days=days)).replace(hour=0, minute=0, second=0) + hour

        joined = day(company.joined)
        yield ScheduledStep(joined, _create(company, by))
        for person in company.people:
            begins = joined if person.begins is None else day(person.begins)
            yield ScheduledStep(begins + HOUR, _appoint(company, person, by))
            if person.ends is not None:
                yield ScheduledStep(day(person.ends), _dismiss(company, person, by))
        if company.contact:
            yield ScheduledStep(joined + 2 * HOUR, _name_contact(company, by))
        for order, fact in enumerate(company.facts):
            at = day(fact.days) + 3 * HOUR + order * timedelta(minutes=1)
            if fact.kind == ClientFact.Kind.ORDER_VOLUME:
                yield ScheduledStep(at - HOUR, _import_orders(now, by))
                yield ScheduledStep(at, _propose_volume(company, fact, by, agent))
            else:
                yield ScheduledStep(at, _record(company, fact, by))
    yield ScheduledStep(now - 2 * HOUR, _import_orders(now, by))
    code, limits = OWN_AGREEMENT
    company = next(each for each in CLIENTS if each.code == code)
    premium = next(fact for fact in company.facts if fact.kind == "premium")
    yield ScheduledStep(
        now - timedelta(days=premium.days + 4), _publish_own_agreement(company, limits, by)
    )


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
    def perform(at: datetime) -> None:
        row = ClientAdministrator.objects.get(email=f"{person.login}@{company.domain}")
        records.end_administrator(administrator_id=row.pk, until=at.date(), by=by, at=at)

    return perform


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


def _import_orders(now: datetime, by: User) -> Callable[[datetime], object]:
    """The order system's file of the last weeks."""

    def perform(at: datetime) -> None:
        last = at.date() - timedelta(days=1)
        lines = orders.csv_lines(last - WEEKS, last, now.date())
        import_order_counts("\n".join(lines).encode(), by=by, at=at)

    return perform


def _propose_volume(
    company: Company, fact: DemoFact, by: User, agent: User
) -> Callable[[datetime], object]:
    """An agent sees it two days late; a manager decides (G5)."""

    def perform(at: datetime) -> None:
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

    return perform


def _publish_own_agreement(
    company: Company, limits: dict[str, tuple[int, int]], by: User
) -> Callable[[datetime], object]:
    """The client's own agreement: shorter limits, published before they take effect."""

    def perform(at: datetime) -> None:
        version = records.draft_own_agreement(client_id=_client(company).pk, by=by, at=at)
        for limit in version.limits.all():
            response, fix = limits[limit.fault_class]
            limit.response_seconds, limit.fix_seconds = response * 3600, fix * 3600
            limit.save()
        records.record_revision(version, by=by, at=at)
        day = (at + timedelta(days=2)).date()
        records.publish_agreement(version_id=version.pk, effective_on=day, by=by, at=at + HOUR)

    return perform


def _client(company: Company) -> Client:
    return Client.objects.get(code=company.code)
