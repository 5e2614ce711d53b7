"""What a file holds beyond what is known, kept as a draft that counts for nothing (A5)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from availability.confirming import usual_step
from availability.coverage import SPEAKS_FOR, Check, instant_of, measured
from availability.imports.formats.items import FoundOutage, plain
from availability.imports.reading import Found, remarks
from availability.incidents.imported import unmeasured
from availability.models import (
    Component,
    ImportBatch,
    ImportedCheck,
    ImportedOutage,
    Interruption,
)
from availability.models.imports import CheckColumns
from availability.ranges import SECOND
from istockist_sla.core.lib.text import counted, duration, stamp
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused

CHUNK = 2_000
LONGEST_REMARK = 300


@transaction.atomic
def keep(
    found: Found, *, format: str, file_name: str, evidence: str, by: User, at: datetime
) -> ImportBatch:
    """What of it is new; refused where nothing is."""
    checks = {component: _new_checks(component, found) for component in found.checks}
    outages = _new_outages(found, format)
    if not outages and not any(checks.values()):
        raise ActionRefused("All of this file is known already: it would add nothing.")
    batch = ImportBatch.objects.create(
        format=format,
        file_name=plain(file_name) or "no name",
        evidence=evidence,
        remarks=[plain(each, LONGEST_REMARK) for each in _remarks(found, checks, outages)],
        read_by=by,
        read_at=at.replace(microsecond=0),
    )
    ImportedCheck.objects.add(_check_rows(batch, found, checks))
    ImportedOutage.objects.bulk_create(
        [_outage_row(batch, component, outage) for component, outage in outages], batch_size=CHUNK
    )
    return batch


def _new_checks(component: Component, found: Found) -> list[Check]:
    """Of time that nobody measured, and in no file that waits for its decision."""
    checks = unmeasured(component, found.in_order(component))
    if not checks:
        return []
    waiting = ImportedCheck.objects.filter(
        batch__in=ImportBatch.objects.to_decide(),
        component=component,
        second__gte=checks[0].second,
        second__lte=checks[-1].second,
    )
    known = set(waiting.values_list("second", flat=True))
    return [check for check in checks if check.second not in known]


def _new_outages(found: Found, format: str) -> list[tuple[Component, FoundOutage]]:
    """Each once, by its name in its source."""
    ids = {outage.source_id for _, outage in found.outages}
    rows = ImportedOutage.objects.filter(source=format, outage__isnull=False, source_id__in=ids)
    seen = set(rows.values_list("source_id", "component"))
    new = []
    for component, outage in found.outages:
        key = (outage.source_id, component.pk)
        if key not in seen:
            seen.add(key)
            new.append((component, outage))
    return new


def _check_rows(
    batch: ImportBatch, found: Found, checks: dict[Component, list[Check]]
) -> Iterator[CheckColumns]:
    for component, rows in checks.items():
        told = found.checks[component]
        for second, ok in rows:
            yield CheckColumns(batch.pk, component.pk, second, ok, told[second][1])


def _outage_row(batch: ImportBatch, component: Component, outage: FoundOutage) -> ImportedOutage:
    return ImportedOutage(
        batch=batch,
        source=batch.format,
        source_id=outage.source_id,
        component=component,
        title=outage.title or f"Interruption of {component.in_text}",
        impact=outage.impact,
        starts_at=outage.starts_at,
        ends_at=outage.ends_at,
    )


def _remarks(
    found: Found,
    checks: dict[Component, list[Check]],
    outages: Sequence[tuple[Component, FoundOutage]],
) -> Iterator[str]:
    yield from remarks(found.left_out)
    for component, rows in checks.items():
        known = len(found.checks[component]) - len(rows)
        if known:
            yield f"{component}: {counted(known, 'check')} left out, of time measured already."
        if rows:
            yield _told_of(component, rows)
    known = len(found.outages) - len(outages)
    if known:
        yield f"{counted(known, 'outage')} left out, imported already."
    yield from _overlaps(outages)


def _told_of(component: Component, rows: Sequence[Check]) -> str:
    """From when to when, how often, and how much of it stays without a measurement."""
    start, until = instant_of(rows[0].second), instant_of(rows[-1].second) + SPEAKS_FOR
    gaps = measured(rows, start, until).gaps
    silent = sum((gap.end - gap.start) // SECOND for gap in gaps)
    words = (
        f"{component}: from {stamp(start)} to {stamp(until)}, "
        f"usually one check in {duration(usual_step(rows))}"
    )
    if not gaps:
        return f"{words}, without a gap."
    longest = max((gap.end - gap.start) // SECOND for gap in gaps)
    return (
        f"{words}; {counted(len(gaps), 'gap')} of {duration(silent)} altogether, the longest of "
        f"{duration(longest)}, stay without a measurement (each check speaks for two minutes)."
    )


def _overlaps(outages: Sequence[tuple[Component, FoundOutage]]) -> Iterator[str]:
    """With outages on record: time counts once, however often it is told."""
    if not outages:
        return
    known = Interruption.objects.overlapping(
        min(each.starts_at for _, each in outages), max(each.ends_at for _, each in outages)
    )
    spans = list(known.values_list("component", "started_at", "ended_at"))
    for component, outage in outages:
        if any(
            pk == component.pk
            and start < outage.ends_at
            and (end is None or end > outage.starts_at)
            for pk, start, end in spans
        ):
            yield (
                f"{outage.where} ({component}, {stamp(outage.starts_at)}) overlaps an outage on "
                "record; shared time counts once."
            )
