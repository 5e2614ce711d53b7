"""Why nothing was measured: said beside the gap, without a change of any figure (A6)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from availability.incidents.base import COMPONENT, append_event
from availability.models import Component, GapExplanation
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused


@transaction.atomic
def explain_gap(
    *,
    components: Sequence[Component],
    starts_at: datetime,
    ends_at: datetime,
    text: str,
    by: User,
    at: datetime,
) -> GapExplanation:
    """Of time that has passed; a later word stands beside the earlier one."""
    starts_at, ends_at, at = to_second(starts_at), to_second(ends_at), to_second(at)
    _refuse_span(starts_at, ends_at, at)
    if not components:
        raise ActionRefused("Name at least one component.")
    if not text.strip():
        raise ActionRefused("Say why nothing was measured.")
    explanation = GapExplanation.objects.create(
        starts_at=starts_at, ends_at=ends_at, text=text, by=by, at=at
    )
    explanation.components.set(components)
    for component in components:
        append_event(
            COMPONENT,
            component,
            "explain_gap",
            by=by,
            at=at,
            explanation=explanation.pk,
            starts_at=starts_at,
            ends_at=ends_at,
        )
    return explanation


def _refuse_span(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= starts_at:
        raise ActionRefused("The time ends after its start.")
    if ends_at > at:
        raise ActionRefused("Only time that has passed can be explained.")
