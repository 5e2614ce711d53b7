"""Both clocks of a ticket for its page: verdict, figure, bar, due instant, and why."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from istockist_sla.core.lib import text
from istockist_sla.core.templatetags import ui
from tickets.admin.tickets.next_deadline import why_not_judged
from tickets.models import HandOver, Ticket
from tickets.sla.clock import Calendar
from tickets.sla.terms import Terms
from tickets.sla.verdict import EVERY_SECOND, MISSED, RUNNING, ClockVerdict, Verdicts


class WithTeam(NamedTuple):
    """Support time that a technical team has or had the ticket: internal, no limit (P5)."""

    team: str
    seconds: int
    heard: bool


class ClockPanel(NamedTuple):
    """What the rail draws of one clock; seconds are counted ones (K4)."""

    name: str
    chip: SafeString
    figure: str
    of: str
    bar: SafeString | str
    left: str
    right: str
    notes: list[str]
    icon: str = ""


def panels(
    ticket: Ticket, verdicts: Verdicts, terms: Terms, now: datetime
) -> tuple[ClockPanel, ClockPanel | None]:
    """The first answer's, and the fix's where the ticket is a fault."""
    response = _response(verdicts.response, now)
    return response, _fix(ticket, verdicts, terms, now) if ticket.is_fault else None


def hand_overs(handed: Iterable[HandOver], terms: Terms, now: datetime) -> list[WithTeam]:
    return [
        WithTeam(
            each.get_team_display(),
            _clock(terms).between(each.handed_at, max(each.heard_at or now, each.handed_at)),
            each.heard_at is not None,
        )
        for each in handed
    ]


def _clock(terms: Terms) -> Calendar:
    return EVERY_SECOND if terms.elapsed else terms.calendar


def _response(clock: ClockVerdict, now: datetime) -> ClockPanel:
    figure, of = _figure(clock)
    late = clock.late_by > 0
    tone = "met" if clock.stopped_at is not None and not late else "counted"
    notes = []
    if clock.stopped_at is None and clock.due_at is not None:
        word = "Was due" if late else "Due"
        notes.append(f"{word} {text.instant(clock.due_at, now)}.")
    if clock.stopped_at is not None:
        notes.append(f"Given {text.instant(clock.stopped_at, now)}.")
    if not clock.fault_class and clock.reason == "unqualified":
        notes.append("Not yet qualified: the strictest limit counts down (C2).")
    notes += _why(clock)
    return ClockPanel(
        "First answer",
        _chip(clock),
        figure,
        of,
        _bar(clock, tone),
        f"{text.duration(clock.elapsed)} counted",
        _by_the_wall(clock),
        notes,
        _mark(clock),
    )


def _fix(ticket: Ticket, verdicts: Verdicts, terms: Terms, now: datetime) -> ClockPanel:
    clock, since = verdicts.fix, verdicts.history.paused_since
    name = "Fix" if terms.fix_is_contractual else "Fix, indicative"
    paused = _paused_seconds(verdicts, terms, ticket.closed_at or now)
    figure, of = _figure(clock)
    notes = []
    if ticket.is_closed:
        notes.append(f"Closed {text.instant(ticket.closed_at or now, now)}.")
    elif since is not None:
        notes.append(_runs_on(clock, terms, now))
    elif clock.due_at is not None:
        word = "Was due" if clock.late_by else "Due"
        notes.append(f"{word} {text.instant(clock.due_at, now)}.")
    if not ticket.fault_class and not ticket.is_closed:
        notes.append("No limit before qualification.")
    notes += _why(clock)
    chip = ui.verdict_chip("paused") if since and not ticket.is_closed else _chip(clock)
    tone = "met" if clock.verdict == "met" else "counted"
    return ClockPanel(
        name,
        chip,
        figure,
        of,
        _bar(clock, tone, paused),
        f"{text.duration(clock.elapsed)} counted",
        f"{text.duration(paused)} paused" if paused else _by_the_wall(clock),
        notes,
        "m-waiting" if since and not ticket.is_closed else _mark(clock),
    )


def _by_the_wall(clock: ClockVerdict) -> str:
    """Elapsed on the wall clock, where that is another time than the counted one (K4)."""
    if clock.wall_clock == clock.elapsed:
        return ""
    return f"{text.duration(clock.wall_clock)} by the wall clock"


def _figure(clock: ClockVerdict) -> tuple[str, str]:
    """`3 h 24 min left` `of 4 h` while it runs; what it took once it has stopped."""
    if clock.limit is None:
        return text.duration(clock.elapsed), "no limit"
    of = f"of {text.duration(clock.limit)}"
    if clock.stopped_at is not None:
        return text.duration(clock.elapsed), of
    if clock.late_by:
        return f"{text.duration(clock.late_by)} past", of
    return f"{text.duration(clock.limit - clock.elapsed)} left", of


def _bar(clock: ClockVerdict, tone: str, paused: int = 0) -> SafeString | str:
    if clock.limit is None:
        return ""
    sentence = f"{text.duration(clock.elapsed)} of {text.duration(clock.limit)} counted"
    return ui.limit_bar(tone, clock.elapsed, clock.limit, sentence, paused)


def _chip(clock: ClockVerdict) -> SafeString:
    if not clock.verdict:
        return ui.chip("plain", "No verdict", "m-none")
    if clock.verdict == RUNNING and clock.late_by and not clock.fault_class:
        return ui.chip("missed", "Strictest limit passed", "m-critical")
    if clock.verdict == RUNNING and clock.late_by:
        return ui.chip("missed", "Past the limit", "m-critical")
    return ui.verdict_chip(clock.verdict.replace(" ", "_"))


def _mark(clock: ClockVerdict) -> str:
    if clock.verdict == MISSED or (clock.verdict == RUNNING and clock.late_by):
        return "m-missed"
    return "m-met" if clock.verdict == "met" else "clock"


def _why(clock: ClockVerdict) -> list[str]:
    if not clock.reason or (clock.reason == "unqualified" and clock.verdict == RUNNING):
        return []
    words = why_not_judged(clock)
    return [f"{words[:1].upper()}{words[1:]} ({clock.reading})."]


def _runs_on(clock: ClockVerdict, terms: Terms, now: datetime) -> str:
    if clock.limit is None:
        return "Runs on when the client answers."
    if clock.late_by:
        return "The limit was used up before the question."
    due = _clock(terms).after(now, clock.limit - clock.elapsed)
    return f"Runs on when the client answers. Answered now: due {text.instant(due, now)}."


def _paused_seconds(verdicts: Verdicts, terms: Terms, until: datetime) -> int:
    """Support time that did not count because it waited for the client (K10)."""
    pauses = verdicts.history.paused(until)
    return sum(_clock(terms).between(pause.start, pause.end) for pause in pauses)
