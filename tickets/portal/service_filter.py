"""Which of a month's tickets a number opens."""

from collections.abc import Mapping

from django import forms

from tickets.models.clock_results import ClockResultQuerySet
from tickets.reports.monthly import MonthFigures
from tickets.reports.ticket_lists import GUARANTEED, ResponseFilter, responses
from tickets.sla.terms import CLASSES
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED, RUNNING
from tickets.wording import fault_classes, not_judged

VERDICTS = {
    "": "Tickets opened",
    GUARANTEED: "First answers that count",
    MET: "First answers in time",
    MISSED: "Late first answers",
    EXCLUDED: "Outside the guarantee",
    NOT_COVERED: "Not covered",
    RUNNING: "Not judged yet",
}


class _Form(forms.Form):
    verdict = forms.ChoiceField(choices=list(VERDICTS.items()), required=False)
    reason = forms.ChoiceField(choices=list(not_judged.LABELS.items()), required=False)
    orders = forms.ChoiceField(choices=[("yes", "yes")], required=False)


class ServiceFilter:
    """Of the query of an address; what it cannot mean narrows nothing."""

    def __init__(self, query: Mapping[str, str]) -> None:
        form = _Form(query)
        form.is_valid()
        given = form.cleaned_data
        code = query.get("class", "")
        self.wanted = ResponseFilter(
            verdict=given.get("verdict", ""),
            fault_class=code if code in CLASSES else "",
            reason=given.get("reason", ""),
            orders=bool(given.get("orders")),
        )

    @property
    def title(self) -> str:
        """`Late first answers, Medium`."""
        wanted = self.wanted
        parts = [VERDICTS[wanted.verdict]]
        if wanted.fault_class:
            parts.append(fault_classes.NAMES[wanted.fault_class])
        if wanted.orders:
            parts.append("orders only")
        if wanted.reason:
            parts.append(not_judged.LABELS[wanted.reason])
        return ", ".join(parts)

    def narrowed(self, figures: MonthFigures) -> ClockResultQuerySet:
        return responses(figures, self.wanted)
