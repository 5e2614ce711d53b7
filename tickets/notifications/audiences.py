"""Who gets the letters about a ticket."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps

from istockist_sla.core import roles
from istockist_sla.core.letters.envelope import Address
from istockist_sla.core.models import Event, User
from tickets.models import ClientAdministrator, Finding, SentWarning, Ticket


def client(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The administrator who opened it and those who want copies; once that person has left, all
    administrators of the day (P7)."""
    return _addresses(_recipients(ticket, about))


def unless_declined(template: str) -> Callable[[Ticket, Event | SentWarning], list[Address]]:
    """The same, without those who do without this letter."""

    @wraps(client)
    def audience(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
        recipients = _recipients(ticket, about)
        return _addresses(row for row in recipients if template not in row.declined)

    return audience


def _recipients(ticket: Ticket, about: Event | SentWarning) -> list[ClientAdministrator]:
    at = about.recorded_at if isinstance(about, Event) else about.sent_at
    rows = _administrators(ticket, at.date())
    opener = [row for row in rows if row.pk == ticket.administrator_id]
    return (opener + [row for row in rows if row.wants_copies]) if opener else rows


def _addresses(rows: Iterable[ClientAdministrator]) -> list[Address]:
    return list(dict.fromkeys(Address(row.email, row.name) for row in rows))


def _administrators(ticket: Ticket, day: date) -> list[ClientAdministrator]:
    """Those of the day; without a statement where the opener is at hand and knows them all."""
    if Ticket.administrator.is_cached(ticket) and ticket.administrator.of_client is not None:
        return [row for row in ticket.administrator.of_client if row.administers_on(day)]
    return list(ClientAdministrator.objects.filter(client=ticket.client_id).on(day))


def writer(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """Who did it, alone."""
    person = about.actor if isinstance(about, Event) else None
    return [_address(person)] if person is not None else []


def owner(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The agent who has the ticket, unless they did it themselves."""
    person = _owner(ticket)
    return [] if person is None or person.pk == _actor(about) else [_address(person)]


def owner_or_agents(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The owner; where there is none who still works here, every agent."""
    return owner(ticket, about) if _owner(ticket) else members(roles.SUPPORT, about)


def owner_and_managers(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    everyone = owner_or_agents(ticket, about) + members(roles.MANAGER, about)
    return list(dict.fromkeys(everyone))


def technical_team(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    return members(ticket.get_team_display(), about)


def mentioned(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The colleagues whom a note names, without its author."""
    ids = about.data.get("mentions", ()) if isinstance(about, Event) else ()
    people = User.objects.filter(pk__in=ids, is_active=True).order_by("pk") if ids else ()
    return [_address(user) for user in people if user.pk != _actor(about)]


def proposer(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """Who put the finding forward, unless they decided it themselves."""
    person = _finding(about).proposer
    return [_address(person)] if person.is_active and person.pk != _actor(about) else []


def deciders(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The managers who may decide now: none of those who proposed or decided before (G10)."""
    finding = _finding(about)
    barred = {finding.proposer_id, finding.decider_id, _actor(about)}
    return [_address(user) for user in _people(roles.MANAGER) if user.pk not in barred]


def deciders_and_owner(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    return list(dict.fromkeys(deciders(ticket, about) + owner(ticket, about)))


def members(group: str, about: Event | SentWarning) -> list[Address]:
    """The active people of a group, without the one who did it."""
    return [_address(user) for user in _people(group) if user.pk != _actor(about)]


def agents() -> list[Address]:
    return [_address(user) for user in _people(roles.SUPPORT)]


def _people(group: str) -> Iterable[User]:
    return User.objects.filter(groups__name=group, is_active=True).order_by("pk")


def _finding(about: Event | SentWarning) -> Finding:
    pk = about.data["finding"] if isinstance(about, Event) else 0
    return Finding.objects.select_related("proposer").get(pk=pk)


def _owner(ticket: Ticket) -> User | None:
    return ticket.owner if ticket.owner is not None and ticket.owner.is_active else None


def _actor(about: Event | SentWarning) -> int | None:
    return about.actor_id if isinstance(about, Event) else None


def _address(user: User) -> Address:
    return Address(user.email, user.name)
