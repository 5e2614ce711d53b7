"""Both clocks of a ticket for its page: verdict, figure, bar, due instant, and reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from istockist_sla.core import clocks
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from istockist_sla.core.templatetags import ui
from tickets.admin.tickets.thread import TeamTurn
from tickets.admin.verdict_text import why_not_judged
from tickets.models import Team, Ticket, Verb
from tickets.sla.clock import Calendar
from tickets.sla.terms import Act, Terms, VerdictInputs
from tickets.sla.verdict import EVERY_SECOND, MET, MISSED, RUNNING, ClockVerdict, Verdicts, judge


class TeamTime(NamedTuple):
    """Support time that a technical team has had the ticket: internal, without a limit (P5)."""

    team: str
    seconds: int
    has_reported: bool
    turns: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockPanel:
    """What the page draws of one clock; `left` and `right` stand below the ends of the bar."""

    name: str
    icon: str
    chip: SafeString
    figure: str
    of: str
    bar: SafeString | str
    left: str
    right: str
    notes: list[str]


def response_panel(clock: ClockVerdict, now: datetime) -> ClockPanel:
    """The first answer's clock."""
    figure, of = _figure(clock)
    is_met = clock.stopped_at is not None and clock.late_by == 0
    return ClockPanel(
        name="First answer",
        icon=_icon(clock),
        chip=_chip(clock),
        figure=figure,
        of=of,
        bar=_bar(clock, "met" if is_met else "counted"),
        left=f"{text.duration(clock.elapsed)} counted",
        right=_wall_clock(clock),
        notes=_response_notes(clock, now),
    )


def fix_panel(
    ticket: Ticket, verdicts: Verdicts, inputs: VerdictInputs, now: datetime
) -> ClockPanel | None:
    """The fix's clock, where the ticket is a fault."""
    if not ticket.is_fault:
        return None
    clock, terms = verdicts.fix, inputs.terms
    is_paused = verdicts.history.paused_since is not None and not ticket.is_closed
    paused = _paused_seconds(verdicts, terms, ticket.closed_at or now)
    figure, of = _figure(clock)
    return ClockPanel(
        name="Fix" if terms.fix_is_contractual else "Fix, indicative",
        icon="m-waiting" if is_paused else _icon(clock),
        chip=ui.verdict_chip("paused") if is_paused else _chip(clock),
        figure=figure,
        of=of,
        bar=_bar(clock, "met" if clock.verdict == MET else "counted", paused),
        left=f"{text.duration(clock.elapsed)} counted",
        right=f"{text.duration(paused)} paused" if paused else _wall_clock(clock),
        notes=_fix_notes(ticket, verdicts, inputs, now),
    )


def team_times(turns: Iterable[TeamTurn], terms: Terms, now: datetime) -> list[TeamTime]:
    """Each team once, with all of its turns."""
    calendar, times = _calendar(terms), dict[str, TeamTime]()
    for turn in turns:
        name = str(Team(turn.team).label)
        before = times.get(name, TeamTime(name, 0, True, 0))
        spent = calendar.between(turn.handed_at, max(turn.heard_at or now, turn.handed_at))
        is_back = turn.heard_at is not None
        times[name] = TeamTime(name, before.seconds + spent, is_back, before.turns + 1)
    return list(times.values())


def _calendar(terms: Terms) -> Calendar:
    """That by which seconds count; every second does where the terms count elapsed time."""
    return EVERY_SECOND if terms.elapsed else terms.calendar


def _response_notes(clock: ClockVerdict, now: datetime) -> list[str]:
    notes = []
    if clock.stopped_at is None and clock.due_at is not None:
        notes.append(_due_note(clock, clock.due_at, now))
    if clock.stopped_at is not None:
        notes.append(f"Given {clocks.instant(clock.stopped_at, now)}.")
    if not clock.fault_class and clock.reason == "unqualified":
        notes.append("Not yet qualified: the strictest limit counts down (C2).")
    return notes + _reason_notes(clock)


def _fix_notes(
    ticket: Ticket, verdicts: Verdicts, inputs: VerdictInputs, now: datetime
) -> list[str]:
    clock, notes = verdicts.fix, []
    if ticket.is_closed:
        notes.append(f"Closed {clocks.instant(ticket.closed_at or now, now)}.")
    elif verdicts.history.paused_since is not None:
        notes.append(_resume_note(clock, inputs, now))
    elif clock.due_at is not None:
        notes.append(_due_note(clock, clock.due_at, now))
    if not ticket.fault_class and not ticket.is_closed:
        notes.append("No limit before qualification.")
    return notes + _reason_notes(clock)


def _due_note(clock: ClockVerdict, due_at: datetime, now: datetime) -> str:
    return f"{'Was due' if clock.late_by else 'Due'} {clocks.instant(due_at, now)}."


def _resume_note(clock: ClockVerdict, inputs: VerdictInputs, now: datetime) -> str:
    """When a paused fix would be due if the client answered now; maintenance to come moves that
    as it moves any due instant (K11)."""
    if clock.limit is None:
        return "Runs on when the client answers."
    if clock.late_by:
        return "The limit was used up before the question."
    answer = Act(verb=Verb.WRITE, at=now, side=Event.Side.CLIENT)
    due = judge(replace(inputs, acts=(*inputs.acts, answer)), now=now).fix.due_at
    if due is None:
        return "Runs on when the client answers."
    return f"Runs on when the client answers. Answered now: due {clocks.instant(due, now)}."


def _reason_notes(clock: ClockVerdict) -> list[str]:
    if not clock.reason or (clock.reason == "unqualified" and clock.verdict == RUNNING):
        return []
    words = why_not_judged(clock)
    return [f"{words[:1].upper()}{words[1:]} ({clock.reading})."]


def _wall_clock(clock: ClockVerdict) -> str:
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
    if clock.verdict == RUNNING and clock.late_by:
        words = "Past the limit" if clock.fault_class else "Strictest limit passed"
        return ui.chip("missed", words, "m-critical")
    return ui.verdict_chip(clock.verdict.replace(" ", "_"))


def _icon(clock: ClockVerdict) -> str:
    if clock.verdict == MISSED or (clock.verdict == RUNNING and clock.late_by):
        return "m-missed"
    return "m-met" if clock.verdict == MET else "clock"


def _paused_seconds(verdicts: Verdicts, terms: Terms, until: datetime) -> int:
    """Support time that did not count because it waited for the client (K10)."""
    pauses = verdicts.history.paused(until)
    return sum(_calendar(terms).between(pause.start, pause.end) for pause in pauses)
