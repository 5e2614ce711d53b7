"""What an action would do: it is performed through the door like any other, looked at, and rolled
back. Nothing of it is recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django_fsm import TransitionNotAllowed

from istockist_sla.core import clocks, letters
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.actions.rehearsal import rehearsed
from tickets import inputs
from tickets.deadlines import REOPENING
from tickets.models import FaultClass, Team, Ticket, TicketKind
from tickets.sla.verdict import ClockVerdict, Verdicts, judge

MOST_SHOWN = 3


class Effect(NamedTuple):
    icon: str
    words: str


class LetterPreview(NamedTuple):
    to: str
    subject: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What will happen, or why it would be refused."""

    effects: list[Effect]
    previews: list[LetterPreview]
    refusal: str = ""
    result: str = ""


class _State(NamedTuple):
    ticket: Ticket
    verdicts: Verdicts


def rehearse(form: ActionForm) -> Outlook:
    """`form` is valid. Its files are left aside: their contents would be kept."""
    if "uploads" in form.cleaned_data:
        form.cleaned_data["uploads"] = []
    before = _state(form.subject.pk, form.at)
    try:
        with rehearsed():
            newest = _newest(Letter), _newest(Ticket)
            form.perform()
            after, queued = _state(form.subject.pk, form.at), _queued(form.subject.pk, *newest)
            previews = [_preview(letter) for letter in queued[:MOST_SHOWN]]
    except (ActionRefused, TransitionNotAllowed) as refusal:
        words = str(refusal) if isinstance(refusal, ActionRefused) else "It is not possible now."
        return Outlook(effects=[], previews=[], refusal=words)
    return Outlook(
        effects=[*_effects(before, after, form.at), _addressees(queued)],
        previews=previews,
        result=_result(before, after),
    )


def _state(ticket_id: int, at: datetime) -> _State:
    ticket = Ticket.objects.select_related("owner", "fault").get(pk=ticket_id)
    return _State(ticket, judge(inputs.load_inputs(ticket), now=at))


def _newest(rows: Any) -> int:
    return rows.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _queued(ticket_id: int, letter: int, ticket: int) -> list[Letter]:
    """The letters of this act alone: its tickets are locked, or nobody else knows them yet."""
    fault = Ticket.objects.get(pk=ticket_id).fault_id
    is_its = Q(subject_id=ticket_id) | Q(subject_id__gt=ticket)
    if fault is not None:
        is_its |= Q(subject_id__in=Ticket.objects.filter(fault=fault).values("pk"))
    rows = Letter.objects.filter(is_its, id__gt=letter, subject_kind=Event.Kind.TICKET)
    return list(rows.order_by("id"))


def _preview(letter: Letter) -> LetterPreview:
    rendered = letters.render(letter)
    return LetterPreview(_whom(letter), rendered.subject, rendered.text)


def _whom(letter: Letter) -> str:
    return f"{letter.to_name} <{letter.to_address}>" if letter.to_name else letter.to_address


def _addressees(queued: list[Letter]) -> Effect:
    if not queued:
        return Effect("mail", "No letter goes out.")
    names = list(dict.fromkeys(letter.to_name or letter.to_address for letter in queued))
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return Effect("mail", f"{text.counted(len(queued), 'letter')}: to {shown}.")


def _effects(before: _State, after: _State, at: datetime) -> Iterator[Effect]:
    yield from _of_class(before.ticket, after.ticket)
    yield from _of_response(before.verdicts.response, after.verdicts.response, after.ticket)
    yield from _of_fix(before, after, at)
    yield from _of_hands(before.ticket, after.ticket)
    if after.ticket.closed_at and not before.ticket.closed_at:
        until = clocks.instant(after.ticket.closed_at + REOPENING, at)
        yield Effect("m-closed", f"The ticket is closed. It may be reopened until {until}.")


def _of_class(before: Ticket, after: Ticket) -> Iterator[Effect]:
    if after.kind != before.kind and after.kind == TicketKind.REQUEST:
        yield Effect("m-request", "It becomes a request: no class, no limit (O3).")
    elif after.fault_class != before.fault_class and after.fault_class:
        name = FaultClass(after.fault_class).label
        ending = (
            "It can only go down." if after.fault_class != FaultClass.LOW else "It is the lowest."
        )
        yield Effect(f"m-{after.fault_class}", f"The class is {name} for good. {ending}")
    if after.fault_id != before.fault_id and after.fault is not None:
        yield Effect("link", f"It belongs to the fault {after.fault}.")


def _of_response(before: ClockVerdict, after: ClockVerdict, ticket: Ticket) -> Iterator[Effect]:
    spent = text.duration(after.elapsed)
    of = f" of {text.duration(after.limit)}" if after.limit else ""
    verdict = f": {after.verdict}" if after.verdict else ""
    if before.stopped_at is None and after.stopped_at is not None:
        yield Effect("circle-check", f"The first answer stops after {spent}{of}{verdict}.")
    elif (before.verdict, before.limit) != (after.verdict, after.limit):
        yield Effect("clock", f"The first answer took {spent}{of}{verdict}.")


def _of_fix(before: _State, after: _State, at: datetime) -> Iterator[Effect]:
    waits = after.verdicts.history.paused_since is not None
    if waits and before.verdicts.history.paused_since is None:
        yield Effect("m-waiting", "The fix clock waits until the client answers (K10).")
    due = after.verdicts.fix.due_at
    if due is not None and due != before.verdicts.fix.due_at and not after.ticket.is_closed:
        limit = text.duration(after.verdicts.fix.limit or 0)
        words = "was due" if after.verdicts.fix.late_by else "is due"
        yield Effect("clock", f"The fix, {limit}, {words} {clocks.instant(due, at)}.")
    verdict = after.verdicts.fix.verdict
    if after.ticket.is_closed and verdict not in ("", before.verdicts.fix.verdict):
        yield Effect("clock", f"The fix: {verdict}.")


def _of_hands(before: Ticket, after: Ticket) -> Iterator[Effect]:
    if after.owner_id != before.owner_id:
        yield Effect("user-round", f"Its owner is {after.owner or 'nobody'}.")
    if after.team != before.team:
        whose = str(Team(after.team).label) if after.team else "Support alone"
        yield Effect("users", f"It is with {whose}.")


def _result(before: _State, after: _State) -> str:
    """What the button may call the outcome: `Qualify as Medium`."""
    ticket: Any = after.ticket
    if before.ticket.fault_class or ticket.is_closed:
        return ""
    if ticket.fault_class:
        return f"Qualify as {FaultClass(ticket.fault_class).label}"
    return "Qualify as a request" if ticket.kind != before.ticket.kind else ""
