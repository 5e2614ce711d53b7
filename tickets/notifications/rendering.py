"""The words of a letter, made when it is sent, of what was true when it was queued."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse

from istockist_sla.core.letters import envelope
from istockist_sla.core.letters.envelope import Rendered
from istockist_sla.core.lib import tokens
from istockist_sla.core.models import Event, Letter
from tickets.models import Channel, FaultClass, Finding, InboundMail, Ticket
from tickets.notifications import context as scenes
from tickets.notifications import labels
from tickets.notifications.context import LetterContext
from tickets.notifications.fact_rows import fact_rows
from tickets.notifications.finding_facts import DECIDED, OUTCOMES
from tickets.notifications.rules import FOR_CLIENT

# The reading that a client may want to look up.
READINGS = {
    "qualify": "C1",
    "downgrade": "K9",
    "ask": "E2",
    "remind": "E2",
    "close": "K13",
    "rectify": "C3",
    "invoice": "B1",
    "invoice_decided": "B1",
}
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,248}>")
DESK_PAGE = "admin:tickets_ticket_change"
FINDING_PAGE = "admin:tickets_finding_change"
EMPTY_LINES = re.compile(r"\n{3,}")


def render(letter: Letter) -> Rendered:
    context = CONTEXTS[letter.subject_kind](letter)
    headers = context.pop("headers")
    context |= {
        "letter": letter,
        "portal_url": settings.PORTAL_URL,
        "opening_hours": labels.support_hours(letter.created_at),
    }
    name = f"emails/{letter.template}"
    context["subject"] = envelope.one_line(_plain(f"{name}.subject.txt", context))
    return Rendered(
        subject=context["subject"],
        text=EMPTY_LINES.sub("\n\n", _plain(f"{name}.txt", context)).strip() + "\n",
        html=render_to_string(f"{name}.html", context),
        headers=headers,
    )


def _plain(template: str, context: dict[str, Any]) -> str:
    """Plain text knows no markup: nothing is escaped."""
    backend: Any = get_template(template)
    return backend.template.render(Context(context, autoescape=False))


def _of_ticket(letter: Letter) -> dict[str, Any]:
    scene = scenes.context_for(letter)
    context = {
        "ticket": scene.ticket,
        "client": scene.ticket.client,
        "event": scene.event,
        "told": scene.told,
        "data": scene.data,
        "message": scene.message,
        "standing": scene.standing,
        "team": scene.team,
        "rows": fact_rows(scene),
        **_of_finding(scene),
    }
    return context | (_to_client(scene) if letter.template in FOR_CLIENT else _to_desk(scene))


def _to_client(scene: LetterContext) -> dict[str, Any]:
    ticket, event = scene.ticket, scene.event
    by_support = event is not None and event.side == Event.Side.SUPPORT
    folder = _folder(scene)
    return {
        "answers_to": folder.number,
        "first_name": scene.letter.to_name.partition(" ")[0],
        "class_name": _label(scene.standing.fault_class),
        "class_before": _label(scene.data.get("from") or scene.data.get("before", "")),
        "class_rectified": _label(scene.data.get("class", "")),
        "test": labels.TESTS.get(scene.data.get("test", ""), ""),
        "signed": event.actor if event and by_support else None,
        "why_you": f"You get this letter as a client administrator of {ticket.client}.",
        "reading": READINGS.get(scene.letter.template) or _reading(scene),
        "ticket_url": settings.PORTAL_URL + reverse("portal:ticket", args=[ticket.number]),
        "headers": _thread(folder, scene),
    }


def _of_finding(scene: LetterContext) -> dict[str, Any]:
    finding = scene.finding
    if finding is None:
        return {}
    return {
        "finding": finding,
        "finding_name": str(finding.get_kind_display()),
        "decided": DECIDED.get(Finding.Kind(finding.kind), ""),
        "outcome": OUTCOMES.get(scene.event.verb, "") if scene.event else "",
        "minutes": labels.minutes(finding.minutes or 0),
    }


def _reading(scene: LetterContext) -> str:
    """The reading that a finding rests on."""
    if scene.finding is None:
        return ""
    return "C5" if scene.finding.kind == Finding.Kind.NO_FAULT else "G3"


def _folder(scene: LetterContext) -> Ticket:
    """What is written to a duplicate goes into the original (E4)."""
    original = scene.data.get("duplicate_of")
    return Ticket.objects.get(pk=original) if original else scene.ticket


def _label(fault_class: str) -> str:
    return FaultClass(fault_class).label if fault_class else ""


def _thread(folder: Ticket, scene: LetterContext) -> dict[str, str]:
    """Headers that bring an answer back into its folder, and put the letters of a ticket into
    one thread, below the mail that opened it."""
    local, _, domain = settings.SUPPORT_ADDRESS.partition("@")
    token = tokens.make(folder.number, settings.SECRET_KEY)
    thread = [f"<{token}@{domain}>", *_opening_mail(scene.ticket)]
    answers = scene.letter.template == "open" and scene.ticket.channel == Channel.MAIL
    return {
        "Reply-To": envelope.mailbox("iStockist Support", f"{local}+{token}@{domain}"),
        "References": " ".join(thread),
        "In-Reply-To": thread[-1],
        **({"Auto-Submitted": "auto-replied"} if answers else {}),
    }


def _opening_mail(ticket: Ticket) -> list[str]:
    mail = InboundMail.objects.filter(ticket=ticket).order_by("received_at", "pk").first()
    return [mail.internet_id] if mail and MESSAGE_ID.fullmatch(mail.internet_id) else []


def _to_desk(scene: LetterContext) -> dict[str, Any]:
    domain = settings.SUPPORT_ADDRESS.partition("@")[2]
    thread = f"<desk-{scene.ticket.number}@{domain}>"
    return {
        "contractual": scene.terms.fix_is_contractual,
        "by_client": scene.event is not None and scene.event.side == Event.Side.CLIENT,
        "ticket_url": settings.PORTAL_URL + _desk_page(scene),
        "headers": {"References": thread, "In-Reply-To": thread},
    }


def _desk_page(scene: LetterContext) -> str:
    """Where the reader goes on: to the finding that is decided, else to the ticket."""
    if scene.finding is not None:
        return reverse(FINDING_PAGE, args=[scene.finding.pk])
    return reverse(DESK_PAGE, args=[scene.ticket.pk])


def _of_mail(letter: Letter) -> dict[str, Any]:
    """The answer to mail that was held; it names nobody, for a sender can be forged (P1)."""
    mail = InboundMail.objects.get(pk=letter.subject_id)
    known = MESSAGE_ID.fullmatch(mail.internet_id)
    thread = {"In-Reply-To": mail.internet_id, "References": mail.internet_id} if known else {}
    return {
        "received_at": mail.received_at,
        "headers": {"Auto-Submitted": "auto-replied", **thread},
    }


CONTEXTS: dict[str, Callable[[Letter], dict[str, Any]]] = {
    Event.Kind.TICKET: _of_ticket,
    Event.Kind.MAIL: _of_mail,
}
