"""The queue: the list of tickets in groups by what their next clock says."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import RecordList
from tickets.admin.saved_views import OF_CLOSED, chosen_view
from tickets.admin.tickets.assignment_forms import may_be_taken
from tickets.admin.tickets.next_deadline import attach_clocks
from tickets.admin.verdict_text import why_not_judged
from tickets.models import Ticket, Verb
from tickets.models.tickets import TicketKind
from tickets.wording.client_facts import plan_name

SIDES = {"client": "Client", "support": "Us", "technical": "Team", "system": "System"}


def with_newest_event(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Each ticket with the event that a form on the list carries as `seen`."""
    events = Event.objects.filter(subject_kind=Event.Kind.TICKET, subject_id=OuterRef("pk"))
    return tickets.annotate(newest_event=Subquery(events.order_by("-id").values("id")[:1]))


PAST = "Past their limit · longest first"
LEFT = "Time left · earliest due first"
HEADS = {
    "missed": PAST,
    "past": PAST,
    "strictest": PAST,
    "soon": LEFT,
    "left": LEFT,
    "to_qualify": "Answered, to qualify · no limit runs, but no class either",
    "paused": "Paused · oldest first",
    "none": "Without limit · oldest first",
}


class QueueList(RecordList):
    """Each row of the page with its clock, computed now, in a fixed number of queries; the first of
    each group has its head, as long as nobody has asked for another order."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        now = timezone.now()
        tickets: Any = list(self.result_list)
        attach_clocks(tickets, now=now)
        may_take = request.user.has_perm("tickets.handle_ticket")
        for ticket in tickets:
            ticket.now, ticket.viewer, ticket.may_take = now, request.user, may_take
        if ORDER_VAR not in self.params and chosen_view(request) not in OF_CLOSED:
            _set_heads(tickets)
        self.result_list = tickets
        self.title = "Queue"


def _set_heads(tickets: Any) -> None:
    last = ""
    for ticket in tickets:
        head = HEADS[ticket.clock.kind]
        ticket.head = "" if head == last else head
        last = head


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


COLUMNS: tuple[Any, ...] = (
    number_link,
    client_plan,
    subject_line,
    class_chip,
    state_mark,
    next_clock,
    owner_mark,
    team_name,
    last_word,
)
CLOSED_COLUMNS = tuple(first_answer if column is next_clock else column for column in COLUMNS)
