"""Which verdicts of the last twelve months a draft would have changed (V1); nothing is stored."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from tickets import inputs
from tickets.inputs import Draft
from tickets.models import AgreementVersion, Ticket
from tickets.sla.verdict import RUNNING, ClockVerdict, Verdicts, judge

REACH = timedelta(days=365)
CHUNK = 500


class VerdictChange(NamedTuple):
    """One clock of one ticket whose verdict would be another one."""

    ticket: Ticket
    clock: str
    before: ClockVerdict
    after: ClockVerdict


class WhatIfResult(NamedTuple):
    judged: int
    flips: list[VerdictChange]


def preview(draft: Draft, *, at: datetime) -> WhatIfResult:
    """Judge the tickets of the last twelve months as they were, and as the draft would have.

    Running tickets keep their version and are left out.
    """
    tickets = Ticket.objects.filter(opened_at__gte=at - REACH, opened_at__lt=at)
    if isinstance(draft, AgreementVersion) and draft.agreement.client_id is not None:
        tickets = tickets.filter(client=draft.agreement.client_id)
    as_is, as_drafted = inputs.published_versions(), inputs.versions_with(draft)
    judged = 0
    flips: list[VerdictChange] = []
    ids = list(tickets.order_by("number").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        rows = list(
            Ticket.objects.filter(pk__in=ids[start : start + CHUNK])
            .select_related("client")
            .order_by("number")
        )
        before = inputs.load_inputs_for_many(rows, versions=as_is)
        after = inputs.load_inputs_for_many(rows, versions=as_drafted)
        judged += len(rows)
        for row in rows:
            pairs = (judge(found[row.pk], now=at) for found in (before, after))
            flips += _flips(row, *pairs)
    return WhatIfResult(judged, flips)


def _flips(ticket: Ticket, before: Verdicts, after: Verdicts) -> Iterator[VerdictChange]:
    for clock in ("response", "fix"):
        old, new = getattr(before, clock), getattr(after, clock)
        if old.verdict != RUNNING and old.verdict != new.verdict:
            yield VerdictChange(ticket, clock, old, new)
