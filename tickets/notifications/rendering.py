"""E-mails: written when they are sent, from what was true when they were queued."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from istockist_sla.core import letters
from istockist_sla.core.letters.envelope import Rendered
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, Letter
from tickets import inputs
from tickets.models import RATEABLE, Channel, Finding, Flood, InboundMail, Ticket, Verb
from tickets.notifications import thread
from tickets.notifications.context import LetterContext, context_for
from tickets.notifications.fact_rows import fact_rows
from tickets.notifications.mail_facts import note_of, note_of_opening
from tickets.notifications.rules import CUT, FOR_CLIENT
from tickets.notifications.witness import record_line
from tickets.wording import class_tests
from tickets.wording.fault_classes import class_name
from tickets.wording.findings import DECISIONS, OUTCOMES
from tickets.wording.letters import OPTIONAL_LETTERS
from tickets.wording.support_hours import weekly_hours_in_zone

# The reading that a client may want to look up, by template.
READINGS: dict[str, str] = {
    "qualify": "C1",
    "downgrade": "K9",
    "ask": "E2",
    "remind": "E2",
    "close": "K13",
    "undo_closing": "E2",
    "rectify": "C3",
    "invoice": "B1",
    "invoice_decided": "B1",
}
DESK_PAGE = "admin:tickets_ticket_change"
FLOOD_PAGE = "admin:tickets_flood_change"
FINDING_PAGE = "admin:tickets_finding_change"


def render(letter: Letter) -> Rendered:
    """Raises `KeyError` for a letter about a kind that has no e-mails."""
    return RENDERERS[Event.Kind(letter.subject_kind)](letter)


def render_ticket_letter(letter: Letter) -> Rendered:
    """An e-mail about a ticket."""
    context = context_for(letter)
    for_reader = _for_client if letter.template in FOR_CLIENT else _for_desk
    return _render(
        letter,
        {
            "ticket": context.ticket,
            "client": context.ticket.client,
            "event": context.event,
            "sent_warning": context.sent_warning,
            "data": context.data,
            "message": context.message,
            "snapshot": context.snapshot,
            "team": context.team,
            "rating": context.rating,
            "rows": fact_rows(context),
            **_of_finding(context),
            **for_reader(context),
        },
    )


def render_mail_letter(letter: Letter) -> Rendered:
    """The answer to mail that was held; it names nobody, for a sender can be forged (P1)."""
    mail = InboundMail.objects.get(pk=letter.subject_id)
    return _render(
        letter,
        {
            "received_at": mail.received_at,
            "headers": {"Auto-Submitted": "auto-replied", **thread.headers_to(mail)},
        },
    )


def render_flood_letter(letter: Letter) -> Rendered:
    """Much mail of one sender waits: for the agents, once."""
    flood = Flood.objects.select_related("administrator__client").get(pk=letter.subject_id)
    return _render(
        letter,
        {
            "flood": flood,
            "most": settings.MAIL_TICKETS_PER_HOUR,
            "flood_url": settings.PORTAL_URL + reverse(FLOOD_PAGE, args=[flood.pk]),
            "headers": {},
        },
    )


RENDERERS: dict[Event.Kind, Callable[[Letter], Rendered]] = {
    Event.Kind.TICKET: render_ticket_letter,
    Event.Kind.MAIL: render_mail_letter,
    Event.Kind.FLOOD: render_flood_letter,
}


def _render(letter: Letter, context: dict[str, Any]) -> Rendered:
    headers, enclosures = context.pop("headers"), context.pop("enclosures", ())
    context["opening_hours"] = opening_hours(letter.created_at)
    return letters.from_templates(letter, context, headers=headers, enclosures=enclosures)


def opening_hours(at: datetime) -> str:
    """By the standard agreement in force at `at`; empty before there is one."""
    terms, in_force = inputs.published_versions().terms(at, client_id=None)
    return weekly_hours_in_zone(terms.calendar) if in_force else ""


def choose_url() -> str:
    """Where a client administrator says which letters come."""
    return f"{settings.PORTAL_URL}{reverse('account')}#letters"


def _for_client(context: LetterContext) -> dict[str, Any]:
    ticket, event = context.ticket, context.event
    by_support = event is not None and event.side == Event.Side.SUPPORT
    if event is not None and event.verb == Verb.CONFIRM_PERSON:
        by_support = False  # they sent it themselves
    answers_to, enclosed = _ticket_for_answers(context), thread.enclosed(context)
    ticket_url = settings.PORTAL_URL + reverse("portal:ticket", args=[ticket.number])
    return {
        "answers_to": answers_to.number,
        "first_name": context.letter.to_name.partition(" ")[0],
        "class_name": class_name(context.snapshot.fault_class),
        "class_before": class_name(context.data.get("from") or context.data.get("before", "")),
        "class_rectified": class_name(context.data.get("class", "")),
        "test": class_tests.CLAUSES.get(context.data.get("test", ""), ""),
        "signed": event.actor if event and by_support else None,
        "why_you": f"You get this e-mail as a client administrator of {ticket.client}.",
        "reading": READINGS.get(context.letter.template) or _reading(context),
        "choose_url": choose_url() if context.letter.template in OPTIONAL_LETTERS else "",
        "ticket_url": ticket_url,
        "rating_url": f"{ticket_url}#rating" if _may_be_rated(context) else "",
        "cut_note": _cut_note(context),
        "which_ticket": text.ordinal(ticket.client_sequence),
        "record": record_line(ticket, context.letter.context),
        "quote": thread.quote(context),
        "enclosed": enclosed,
        "enclosures": tuple(thread.enclosure(each) for each in enclosed),
        "headers": thread.headers(answers_to, context),
    }


def _of_finding(context: LetterContext) -> dict[str, Any]:
    finding = context.finding
    if finding is None:
        return {}
    return {
        "finding": finding,
        "finding_name": str(finding.get_kind_display()),
        "decision": DECISIONS.get(Finding.Kind(finding.kind), ""),
        "outcome": OUTCOMES.get(Verb(context.event.verb), "") if context.event else "",
        "minutes": text.counted(finding.minutes or 0, "minute"),
    }


def _reading(context: LetterContext) -> str:
    """The reading that a finding rests on."""
    if context.finding is None:
        return ""
    return "C5" if context.finding.kind == Finding.Kind.NO_FAULT else "G3"


def _ticket_for_answers(context: LetterContext) -> Ticket:
    """An answer to a duplicate goes into the original (E4)."""
    original = context.data.get("duplicate_of")
    return Ticket.objects.get(pk=original) if original else context.ticket


def _may_be_rated(context: LetterContext) -> bool:
    return context.data.get("reason") in RATEABLE


def _cut_note(context: LetterContext) -> str:
    if context.letter.template == CUT:
        return note_of(context.data["mail"])
    by_mail = context.letter.template == "open" and context.ticket.channel == Channel.MAIL
    return note_of_opening(context.ticket) if by_mail else ""


def _for_desk(context: LetterContext) -> dict[str, Any]:
    domain = settings.SUPPORT_ADDRESS.partition("@")[2]
    thread = f"<desk-{context.ticket.number}@{domain}>"
    return {
        "contractual": context.terms.fix_is_contractual,
        "by_client": context.event is not None and context.event.side == Event.Side.CLIENT,
        "ticket_url": settings.PORTAL_URL + _desk_page(context),
        "headers": {"References": thread, "In-Reply-To": thread},
    }


def _desk_page(context: LetterContext) -> str:
    """The finding that is to be decided or was decided, else the ticket."""
    if context.finding is not None:
        return reverse(FINDING_PAGE, args=[context.finding.pk])
    return reverse(DESK_PAGE, args=[context.ticket.pk])
