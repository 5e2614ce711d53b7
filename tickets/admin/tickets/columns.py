"""The columns of the queue, and of those which a person has chosen."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from istockist_sla.core.lib import text
from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.templatetags import ui
from tickets.admin.permissions import HANDLE
from tickets.admin.tickets.assignment_forms import may_be_taken
from tickets.admin.verdict_text import why_not_judged
from tickets.models import Verb
from tickets.models.tickets import TicketKind
from tickets.wording.client_facts import plan_name

SIDES = {"client": "Client", "support": "Us", "technical": "Team", "system": "System"}
SELECT = "action_checkbox"
SELECT_ALL = mark_safe('<input type="checkbox" id="action-toggle" aria-label="Select all here">')


def select_box(ticket: Any) -> SafeString:
    """With what a script reads to switch off the steps that do not fit the selection."""
    return format_html(
        '<input type="checkbox" class="action-select" name="_selected_action" value="{}" '
        'aria-label="Select ticket {}" data-client="{}" data-unfit="{}">',
        ticket.pk,
        ticket.number,
        ticket.client_id,
        json.dumps(ticket.unfit) if ticket.unfit else "",
    )


@admin.display(description="No", ordering="number")
def number_link(ticket: Any) -> SafeString:
    return format_html(
        '<a href="{}">{}</a><input type="hidden" name="seen-{}" value="{}">',
        reverse("admin:tickets_ticket_change", args=[ticket.pk]),
        ticket.number,
        ticket.pk,
        ticket.newest_event or 0,
    )


@admin.display(description="Client", ordering="client__name")
def client_plan(ticket: Any) -> SafeString:
    return format_html(
        '{} <span class="second">{}</span>',
        ticket.client.name,
        plan_name(ticket.plan, ticket.premium),
    )


@admin.display(description="Subject")
def subject_line(ticket: Any) -> SafeString:
    url = reverse("admin:tickets_ticket_change", args=[ticket.pk])
    flag = ui.icon("flag", 14, "Written after closing") if ticket.mail_after_closing else ""
    if ticket.perhaps_automatic and not ticket.is_closed:
        flag = ui.icon("monitor", 14, "Perhaps automatic")
    return format_html('<a class="plain" href="{}">{}</a> {}', url, ticket.subject, flag)


@admin.display(description="Class")
def class_chip(ticket: Any) -> SafeString:
    if ticket.kind == TicketKind.FAULT and not ticket.fault_class and ticket.is_closed:
        return ui.chip("plain", "No class", "m-not-covered")
    return ui.class_chip(
        ticket.fault_class, kind="request" if ticket.kind == TicketKind.REQUEST else ""
    )


@admin.display(description="State")
def state_mark(ticket: Any) -> SafeString:
    return ui.state_mark(ticket.state)


@admin.display(description="Next clock, support time", ordering="next_deadline_at")
def next_clock(ticket: Any) -> SafeString:
    clock = ticket.clock
    return ui.next_clock(clock.kind, clock.amount, clock.counted, clock.limit, clock.note)


@admin.display(description="First answer")
def first_answer(ticket: Any) -> SafeString:
    """The verdict of a closed ticket, in place of a clock."""
    response = ticket.verdicts.response
    words = why_not_judged(response) if response.reason else ""
    return format_html(
        '{} <span class="second">{}</span>',
        ui.verdict_chip(response.verdict.replace(" ", "_")),
        words or f"after {text.duration(response.elapsed)}",
    )


@admin.display(description="Owner")
def owner_mark(ticket: Any) -> SafeString | str:
    avatar = owner_avatar(ticket.owner, ticket.viewer) if ticket.owner is not None else ""
    if ticket.is_closed or not ticket.may_take or not may_be_taken(ticket, ticket.viewer):
        return avatar or "–"
    return format_html(
        '{}<button class="take-button" type="submit" formaction="{}" name="seen" value="{}">'
        'Take it<span class="visually-hidden"> in charge: ticket {}</span></button>',
        avatar,
        reverse("admin:tickets_ticket_action", args=[ticket.pk, Verb.TAKE]),
        ticket.newest_event or 0,
        ticket.number,
    )


def owner_avatar(owner: Any, viewer: Any) -> SafeString:
    """Initials in a disc; the viewer's own are dark."""
    mine = " avatar-dark" if owner.pk == viewer.pk else ""
    return format_html(
        '<span class="avatar avatar-small{}" role="img" aria-label="{}" title="{}">{}</span>',
        mine,
        owner,
        owner,
        owner.initials,
    )


@admin.display(description="Team")
def team_name(ticket: Any) -> SafeString | str:
    return ticket.get_team_display() or mark_safe(
        '<span class="only-wide">–</span><span class="only-phone">Support</span>'
    )


@admin.display(description="Last word", ordering="last_word_at")
def last_word(ticket: Any) -> SafeString:
    at = ticket.last_word_at
    today = at.date() == ticket.now.date()
    when = f"{at:%H:%M}" if today else text.short_day(at.date(), ticket.now)
    return format_html(
        '{} <span class="second">{}</span>',
        SIDES.get(ticket.last_word_side, ""),
        when,
    )


@admin.display(description="Opened", ordering="opened_at")
def opened(ticket: Any) -> SafeString:
    return format_html("{}", text.clock_gmt(ticket.opened_at, ticket.now))


@admin.display(description="Fault")
def fault_link(ticket: Any) -> SafeString | str:
    if ticket.fault_id is None:
        return text.NONE
    url = reverse("admin:tickets_fault_change", args=[ticket.fault_id])
    return format_html('<a href="{}">F-{}</a>', url, ticket.fault_id)


# What a row shows beside number and subject, by the word of the list's address.
CHOICE: dict[str, Any] = {
    "client": client_plan,
    "class": class_chip,
    "state": state_mark,
    "clock": next_clock,
    "owner": owner_mark,
    "team": team_name,
    "last": last_word,
    "opened": opened,
    "fault": fault_link,
}
USUAL = ("client", "class", "state", "clock", "owner", "team", "last")


def chosen(given: Iterable[str]) -> tuple[str, ...]:
    """Of what an address names, in the order of the list; the usual ones where it names none."""
    names = {name for each in given for name in each.split(",")}
    return tuple(name for name in CHOICE if name in names) or USUAL


def of(names: Sequence[str], *, of_closed: bool) -> tuple[Any, ...]:
    """Closed tickets show a verdict in place of a clock."""
    client = [client_plan] if "client" in names else []
    others = [CHOICE[name] for name in names if name != "client"]
    if of_closed:
        others = [first_answer if each is next_clock else each for each in others]
    return (number_link, *client, subject_line, *others)


# By which of them people sort, by the words that a saved view keeps.
SORTED = {
    "number": number_link,
    "client": client_plan,
    "last": last_word,
    "opened": opened,
}


def displayed(given: Iterable[str], user: Any, *, of_closed: bool) -> tuple[Any, ...]:
    """As the list has them, with a box to select by where the person may take steps."""
    shown = of(chosen(given), of_closed=of_closed)
    return (SELECT, *shown) if user.has_perms(HANDLE) and not of_closed else shown


def order_in_words(numbers: str, display: Sequence[Any]) -> str:
    """`-last.client` for Django's `-8.2`: its numbers are other ones in another list."""
    by_place = {display.index(each): word for word, each in SORTED.items() if each in display}
    words = []
    for part in numbers.split("."):
        place = row_id(part.removeprefix("-"))
        if place is not None and place in by_place:
            words.append(f"{'-' * part.startswith('-')}{by_place[place]}")
    return ".".join(words)


def order_in_numbers(words: str, display: Sequence[Any]) -> str:
    numbers = []
    for word in words.split("."):
        column = SORTED.get(word.removeprefix("-"))
        if column is not None and column in display:
            numbers.append(f"{'-' * word.startswith('-')}{display.index(column)}")
    return ".".join(numbers)
