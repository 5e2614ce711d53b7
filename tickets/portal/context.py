"""What every page shows around its content: Support's hours and the state of the service."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from istockist_sla.core.lib import text
from istockist_sla.core.lib.charts import Label, Part, Rule
from tickets import inputs
from tickets.access import Visit
from tickets.models import Client, ClientFact
from tickets.portal.service import service_now
from tickets.sla.clock import Calendar
from tickets.sla.terms import FREE, Terms
from tickets.wording.support_hours import support_hours, weekly_hours_in_zone

DAY = timedelta(days=1)
HOUR = 3600


class ServicePromise(NamedTuple):
    """The terms in force for a client today, and whether its plan promises anything (P3)."""

    terms: Terms
    is_covered: bool

    @property
    def hours(self) -> str:
        """`4, 8 or 10`: the response limits, each once."""
        limits = sorted({limit.response for limit in self.terms.limits.values()})
        return text.join_words([f"{seconds / HOUR:g}" for seconds in limits], last="or")


def standard_promise(at: datetime) -> ServicePromise:
    """What the standard agreement says, for pages that are about no client."""
    return ServicePromise(inputs.published_versions().standard(at), False)


def promise_to(client: Client, at: datetime) -> ServicePromise:
    facts = inputs.facts_of(client.pk, at)
    plan, versions = facts.get(ClientFact.Kind.PLAN), inputs.published_versions()
    terms, in_force = inputs.terms_by_facts(versions, client.pk, facts, at)
    return ServicePromise(terms, in_force and plan is not None and plan.value != FREE)


def day_rule(calendar: Calendar, at: datetime) -> Rule:
    """Today's support hours as a time rule, or those of the next day that has any left."""
    day = calendar.opening_after(at).astimezone(calendar.zone).date()
    midnight = datetime.combine(day, time.min, calendar.zone).astimezone(UTC)
    segments = calendar.segments(midnight, midnight + DAY)
    first = next(i for i, segment in enumerate(segments) if segment.counted)
    last = max(i for i, segment in enumerate(segments) if segment.counted)
    start, end = segments[first].start, segments[last].end
    parts: list[Part] = []
    for segment in segments[first : last + 1]:
        if not segment.counted:
            parts.append(Part("closed", segment.seconds))
            continue
        passed = min(max((at - segment.start).total_seconds(), 0), segment.seconds)
        parts += [Part("counted", passed), Part("empty", segment.seconds - passed)]
    span = (end - start).total_seconds()
    share = (at - start).total_seconds() / span
    now = share if 0 <= share <= 1 else None
    cells = round(span / HOUR) if span % HOUR == 0 else 0
    labels = [*_ends(start, end, at), *([_now_label(now, at)] if now is not None else [])]
    return Rule(_sentence(start, end, at), parts, cells, now, labels, height=10, apart=False)


def _ends(start: datetime, end: datetime, at: datetime) -> list[Label]:
    middle = start + (end - start) / 2
    begins = f"{start.astimezone(UTC):%H:%M}"
    is_another_day = start.date() != at.date()
    if is_another_day:
        begins = f"{text.short_day(start.date(), at)}, {begins}"
    return [
        Label(0, begins),
        Label(0.5, f"{middle.astimezone(UTC):%H:%M}", anchor="middle", minor=is_another_day),
        Label(1, text.time_gmt(end), anchor="end"),
    ]


def _now_label(share: float, at: datetime) -> Label:
    anchor = "start" if share < 0.12 else "end" if share > 0.88 else "middle"
    return Label(share, f"Now {text.time_gmt(at)}", above=True, anchor=anchor, strong=True)


def _sentence(start: datetime, end: datetime, at: datetime) -> str:
    day = "today" if start.date() == at.date() else f"on {text.short_day(start.date(), at)}"
    sentence = f"Support hours {day}: {start.astimezone(UTC):%H:%M} to {text.time_gmt(end)}"
    return f"{sentence}; now {text.time_gmt(at)}" if start <= at <= end else sentence


def render_page(
    request: HttpRequest, visit: Visit, template: str, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """A page in the portal's frame, all of it as of the visit's instant."""
    promise = extra.pop("promise", None) or promise_to(visit.client, visit.now)
    context = _frame(promise, visit.now) | {"client": visit.client, **extra}
    if "service" not in extra:
        context["service"] = service_now(visit.now)
    return render(request, f"portal/{template}", context, status=status)


def render_public_page(
    request: HttpRequest, at: datetime, template: str, **extra: Any
) -> HttpResponse:
    """A page in the portal's frame that everybody may read: nothing in it is a client's."""
    context = _frame(standard_promise(at), at) | {"service": service_now(at), **extra}
    return render(request, f"portal/{template}", context)


def _frame(promise: ServicePromise, at: datetime) -> dict[str, Any]:
    return {
        "now": at,
        "promise": promise,
        "support_hours": support_hours(promise.terms.calendar, at),
        "weekly_hours": weekly_hours_in_zone(promise.terms.calendar),
        "support_address": settings.SUPPORT_ADDRESS,
    }
