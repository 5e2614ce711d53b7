"""What was put right of outages, as anybody may read it: no names and no reasons."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from availability.models import Correction, Regrouping
from istockist_sla.core.lib.text import second_gmt


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicCorrection:
    """Something put right at `at`; `outage` is the incident that it leads to, where another."""

    at: datetime
    subject: str
    text: str
    outage: int | None = None


def corrections_of(outages: Collection[int], now: datetime) -> list[PublicCorrection]:
    """Of one incident, the first first."""
    return sorted(
        [*corrections(Q(interruption__outage__in=outages), now), *_regroupings(outages)],
        key=lambda each: each.at,
    )


def corrections(of: Q, now: datetime) -> list[PublicCorrection]:
    """The approved ones, with the outage to which each interruption belongs now."""
    found = Correction.objects.approved().filter(of)
    names = ("interruption", "component", "was_component")
    return [
        PublicCorrection(
            at=each.decided_at or each.proposed_at,
            subject=str(each.was_component),
            text=correction_text(each, now),
            outage=each.interruption.outage_id,
        )
        for each in found.select_related(*names).order_by("decided_at", "pk")
    ]


def correction_text(correction: Correction, now: datetime) -> str:
    """`until Tue 9 June, 13:20:00 GMT, not Tue 9 June, 13:10:00 GMT`."""
    if correction.withdraws:
        start, end = (
            second_gmt(at, now) for at in (correction.was_starts_at, correction.was_ends_at)
        )
        return f"withdrawn, no interruption from {start} to {end}"
    return "; ".join(_changes(correction, now))


def _changes(correction: Correction, now: datetime) -> Iterator[str]:
    if correction.component_id != correction.was_component_id:
        yield f"it was {correction.component.in_text}"
    if correction.impact != correction.was_impact:
        was = correction.get_was_impact_display().lower()
        yield f"{correction.get_impact_display().lower()}, not {was}"
    for word, new, old in (
        ("from", correction.starts_at, correction.was_starts_at),
        ("until", correction.ends_at, correction.was_ends_at),
    ):
        if new != old:
            yield f"{word} {second_gmt(new, now)}, not {second_gmt(old, now)}"


def _regroupings(outages: Collection[int]) -> Iterator[PublicCorrection]:
    """What left the incident or came to it, where the public knows of both."""
    found = Regrouping.objects.filter(
        Q(outage__in=outages) | Q(other__in=outages),
        outage__published_at__isnull=False,
        other__published_at__isnull=False,
    )
    for each in found.select_related("outage", "other"):
        other = each.outage if each.other_id in outages else each.other
        is_split = each.kind == Regrouping.Kind.SPLIT
        verb = "made an incident of its own, apart from" if is_split else "made one incident with"
        yield PublicCorrection(
            at=each.at,
            subject=str(each.other),
            text=f"{verb} “{each.outage}”",
            outage=None if other.pk in outages else other.pk,
        )
