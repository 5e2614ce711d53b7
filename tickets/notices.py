"""Who is told of what: verb -> audiences and letter, and how a letter is rendered."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from istockist_sla import letters, roles
from istockist_sla.letters import Address, Rendered
from istockist_sla.lib import tokens
from istockist_sla.models import Event, Letter, User
from tickets.models import (
    ClientAdministrator,
    CloseReason,
    InformationRequest,
    Message,
    Ticket,
    Told,
)
from tickets.sla.verdict import MET, MISSED


class Notice(NamedTuple):
    """A letter's template and who gets it; `when` may leave it out."""

    template: str
    audience: Callable[[Ticket, Event | Told], Iterable[Address]]
    when: Callable[[Event | Told], bool] = lambda _: True


def client(ticket: Ticket, about: Event | Told) -> list[Address]:
    """The administrator who opened, else all of the day, and those who want copies (P7)."""
    at = about.at if isinstance(about, Event) else about.told_at
    of_the_day = ClientAdministrator.objects.filter(client=ticket.client_id).on(at.date())
    rows = list(of_the_day)
    opener = [row for row in rows if row.pk == ticket.administrator_id]
    chosen = (opener + [row for row in rows if row.wants_copies]) if opener else rows
    return list(dict.fromkeys(Address(row.email, row.name) for row in chosen))


def owner(ticket: Ticket, about: Event | Told) -> list[Address]:
    """The agent who has the ticket, unless it was their own act."""
    if ticket.owner is None or (isinstance(about, Event) and about.actor_id == ticket.owner_id):
        return []
    return [Address(ticket.owner.email, ticket.owner.name)]


def owner_or_agents(ticket: Ticket, about: Event | Told) -> list[Address]:
    return owner(ticket, about) if ticket.owner else members(roles.SUPPORT)


def owner_and_managers(ticket: Ticket, about: Event | Told) -> list[Address]:
    return list(dict.fromkeys(owner_or_agents(ticket, about) + members(roles.MANAGER)))


def technical_team(ticket: Ticket, about: Event | Told) -> list[Address]:
    return members(ticket.get_team_display())


def members(group: str) -> list[Address]:
    """The active people of a group, by name."""
    rows = User.objects.filter(groups__name=group, is_active=True).order_by("pk")
    return [Address(user.email, user.name) for user in rows]


def _by_support(about: Event | Told) -> bool:
    return isinstance(about, Event) and about.side == Event.Side.SUPPORT


def _not_spam(about: Event | Told) -> bool:
    """The client is informed of every closing except spam (E3)."""
    return isinstance(about, Event) and about.data.get("reason") != CloseReason.SPAM


NOTICES: dict[str, list[Notice]] = {
    "open": [Notice("open", client)],
    "take": [Notice("take", client)],
    "assign": [Notice("assign", owner)],
    "write": [Notice("write", owner)],
    "reply": [Notice("reply", client)],
    "ask": [Notice("ask", client)],
    "qualify": [Notice("qualify", client)],
    "hand_over": [Notice("hand_over", technical_team)],
    "hear_back": [Notice("hear_back", owner)],
    "downgrade": [Notice("downgrade", client)],
    "close": [Notice("close", client, _not_spam)],
    "reopen": [Notice("reopen", client, _by_support), Notice("reopen_desk", owner)],
}
WARNINGS: dict[tuple[str, str], Notice] = {
    (Told.Clock.RESPONSE, Told.Threshold.WARNING): Notice("warning", owner_or_agents),
    (Told.Clock.RESPONSE, Told.Threshold.MISS): Notice("miss", owner_and_managers),
    (Told.Clock.FIX, Told.Threshold.WARNING): Notice("warning", owner_or_agents),
    (Told.Clock.FIX, Told.Threshold.MISS): Notice("miss", owner_and_managers),
    (Told.Clock.QUESTION, Told.Threshold.FIRST_REMINDER): Notice("remind", client),
    (Told.Clock.QUESTION, Told.Threshold.SECOND_REMINDER): Notice("remind", client),
}
FOR_CLIENT = {"open", "take", "reply", "ask", "qualify", "downgrade", "close", "reopen", "remind"}


def announce(ticket: Ticket, event: Event, *, at: datetime) -> None:
    """Queue the letters of one event; none to the client where Customer Success spoke (P6)."""
    for notice in NOTICES.get(event.verb, []):
        if not notice.when(event):
            continue
        if notice.audience is client and event.data.get("through"):
            continue
        for to in notice.audience(ticket, event):
            _write(f"event:{event.pk}", notice.template, ticket, to, at, {"event": event.pk})


def warn(ticket: Ticket, told: Told, *, at: datetime) -> None:
    """Queue the letters of one warning, miss or reminder."""
    notice = WARNINGS[told.clock, told.threshold]
    for to in notice.audience(ticket, told):
        _write(f"told:{told.pk}", notice.template, ticket, to, at, {"told": told.pk})


def _write(
    key: str, template: str, ticket: Ticket, to: Address, at: datetime, about: dict[str, int]
) -> None:
    letters.write(
        key=f"{key}:{template}",
        kind=Event.Kind.TICKET,
        subject_id=ticket.pk,
        template=template,
        to=to,
        at=at,
        context={
            **about,
            "response": [
                ticket.response_verdict,
                ticket.response_elapsed,
                ticket.response_limit,
            ],
        },
    )


def render(letter: Letter) -> Rendered:
    """The words of a letter, made when it is sent."""
    context = RENDERED[letter.subject_kind](letter)
    context |= {
        "letter": letter,
        "portal_url": settings.PORTAL_URL,
        "support_address": settings.SUPPORT_ADDRESS,
        "first_name": (letter.to_name or "").partition(" ")[0],
    }
    name = f"emails/{letter.template}"
    return Rendered(
        subject=render_to_string(f"{name}.subject.txt", context),
        text=render_to_string(f"{name}.txt", context),
        html=render_to_string(f"{name}.html", context),
        headers=context.pop("headers", {}),
    )


def _of_ticket(letter: Letter) -> dict[str, Any]:
    ticket = Ticket.objects.select_related("client", "owner", "fault").get(pk=letter.subject_id)
    event = Event.objects.filter(pk=letter.context.get("event")).select_related("actor").first()
    told = Told.objects.filter(pk=letter.context.get("told")).first()
    data = event.data if event else {}
    message = Message.objects.filter(pk=data.get("message")).first()
    if told is not None and told.subject_id:
        message = InformationRequest.objects.get(pk=told.subject_id).message
    verdict, elapsed, limit = letter.context["response"]
    to_client = letter.template in FOR_CLIENT
    path = f"/tickets/{ticket.number}/" if to_client else f"/desk/tickets/ticket/{ticket.pk}/"
    return {
        "ticket": ticket,
        "event": event,
        "told": told,
        "data": data,
        "message": message,
        "answered": verdict in (MET, MISSED),
        "response_verdict": verdict,
        "response_elapsed": elapsed,
        "response_limit": limit,
        "ticket_url": settings.PORTAL_URL + path,
        "headers": _thread(ticket) if to_client else {},
    }


def _thread(ticket: Ticket) -> dict[str, str]:
    """Headers that bring an answer back into its folder."""
    local, _, domain = settings.SUPPORT_ADDRESS.partition("@")
    token = tokens.make(ticket.number, settings.SECRET_KEY)
    thread = f"<{token}@{domain}>"
    return {
        "Reply-To": f"{local}+{token}@{domain}",
        "References": thread,
        "In-Reply-To": thread,
        "X-Auto-Response-Suppress": "All",
    }


def _of_mail(letter: Letter) -> dict[str, Any]:
    return {"headers": {"X-Auto-Response-Suppress": "All"}}


RENDERED: dict[str, Callable[[Letter], dict[str, Any]]] = {
    Event.Kind.TICKET: _of_ticket,
    Event.Kind.MAIL: _of_mail,
}
