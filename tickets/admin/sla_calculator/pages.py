"""The clock tester: a made-up case with its deadlines, verdicts and timeline."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from istockist_sla.desk.site import site
from tickets.admin.sla_calculator.forms import CaseForm, EnteredPeriod
from tickets.explain import (
    ClockExplanation,
    Explanation,
    TimelineRow,
    clock_lines,
    explain_inputs,
    explanation_panels,
    plain,
    versions,
)
from tickets.inputs import versions_with
from tickets.models import AgreementVersion, CloseReason, TicketKind, Verb
from tickets.sla.clock import MAINTENANCE, PAUSED
from tickets.sla.history import CLIENT, SUPPORT
from tickets.sla.off_the_clock import work_done
from tickets.sla.terms import Act, FactAtOpening, Terms, VerdictInputs

PERMISSION = "tickets.view_agreementversion"
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
# Facts of a client that exclude no ticket.
COVERED = FactAtOpening("custom", LONG_AGO, "", "")
FIRST_ORDER = FactAtOpening(LONG_AGO.isoformat(), LONG_AGO, "", "")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The case stands in the address, so that it can be kept as a link."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    form = CaseForm(request.GET or None)
    context = {
        **site.each_context(request),
        "title": "Clock tester",
        "form": form,
        "readings_url": reverse("desk_readings"),
        **(outcome(form.cleaned_data) if form.is_valid() else {}),
    }
    return TemplateResponse(request, "admin/tester.html", context)


def outcome(case: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of a valid case."""
    terms = terms_of(case["version"], case["opened"])
    clocks = explain_inputs(facts_of(case, terms), now=case["as_of"])
    return {
        "clocks": clocks,
        "panels": explanation_panels(clocks),
        "versions": versions(terms),
        "text": plain(line for clock in clocks for line in [*clock_lines(clock), ""]),
    }


def terms_of(version: AgreementVersion, at: datetime) -> Terms:
    """Of any version, a draft too, with the calendar and lists in force at `at`."""
    return versions_with(version).terms(at, client_id=version.agreement.client_id)[0]


def facts_of(case: dict[str, Any], terms: Terms) -> VerdictInputs:
    """The class is given at the opening, by nobody, so that it counts as no handling (K6)."""
    pauses = _joined(case["pauses"])
    acts = [
        Act(verb=Verb.ASK, at=pause.start, side=SUPPORT, person=False, question=number)
        for number, pause in enumerate(pauses)
    ]
    acts += [Act(verb=Verb.WRITE, at=pause.end, side=CLIENT) for pause in pauses if pause.end]
    if case["handled"]:
        acts.append(Act(verb=Verb.TAKE, at=case["handled"], side=SUPPORT))
    if case["workaround"]:
        acts.append(Act(verb=Verb.DOWNGRADE, at=case["workaround"], side=SUPPORT))
    if case["closed"]:
        acts.append(
            Act(verb=Verb.CLOSE, at=case["closed"], side=SUPPORT, reason=CloseReason.RESOLVED)
        )
    given = Act(
        verb=Verb.QUALIFY,
        at=case["opened"],
        side=SUPPORT,
        person=False,
        kind=TicketKind.FAULT,
        fault_class=case["fault_class"],
    )
    acts.sort(key=lambda act: act.at)
    return VerdictInputs(
        opened_at=case["opened"],
        terms=terms,
        acts=(*([given] if case["fault_class"] else []), *acts),
        plan=COVERED,
        first_order=FIRST_ORDER,
        maintenance=tuple(work_done(*work) for work in case["maintenance"]),
    )


def _joined(pauses: Iterable[EnteredPeriod]) -> list[EnteredPeriod]:
    """Those that meet as one: an answer ends a question asked in its own second too (K10)."""
    joined: list[EnteredPeriod] = []
    for pause in pauses:
        if joined and joined[-1].end == pause.start:
            joined[-1] = joined[-1]._replace(end=pause.end)
        else:
            joined.append(pause)
    return joined


def case_url(explanation: Explanation) -> str:
    """The tester with a ticket's own case filled in."""
    response, last = explanation.clocks[0], explanation.clocks[-1]
    version = AgreementVersion.objects.filter(
        agreement__name=explanation.versions.agreement, number=explanation.versions.number
    ).first()
    case = {
        "version": version.pk if version else "",
        "opened": _field_value(explanation.opened_at),
        "fault_class": response.fault_class,
        "handled": _field_value(response.stopped_at),
        "pauses": _periods(last, PAUSED),
        "maintenance": _periods(last, MAINTENANCE),
        "workaround": _field_value(_start_of(last, Verb.DOWNGRADE)),
        "closed": _field_value(last.stopped_at) if last.code == "fix" and last.fault_class else "",
        "as_of": _field_value(explanation.as_of),
    }
    return f"{reverse('clock_tester')}?{urlencode(case)}"


def _start_of(clock: ClockExplanation, verb: str) -> datetime | None:
    return next((row.start for row in clock.rows if row.code == verb), None)


def _periods(clock: ClockExplanation, code: str) -> str:
    """The periods of one reason, one a line; events within them do not divide them."""
    segments: list[TimelineRow] = [row for row in clock.rows if row.kind == "segment"]
    lines = []
    for reason, group in groupby(segments, key=lambda row: row.code):
        rows = list(group)
        if reason == code:
            lines.append(f"{_field_value(rows[0].start)} – {_field_value(rows[-1].end)}")
    return "\n".join(lines)


def _field_value(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if at else ""
