"""A closing is begun: from that instant on nothing more is recorded before it (M1)."""

from datetime import datetime, timedelta
from functools import cache

from django.db import transaction

from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Cutoff, Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.models import Closing, Verifier
from tickets.reports.bundles.engine import build, engine_sources
from tickets.reports.closing.checklist import blocking
from tickets.sla.bundle.canonical import digest

CLOSING = 1


@transaction.atomic
def begin(month: Month, *, by: User, at: datetime) -> Closing:
    """The closing that is under way or done, whoever began it; else a new one, at the end of the
    present second. Raises ActionRefused while anything blocks it."""
    Cutoff.objects.lock()
    known = Closing.objects.standing().of_month(month).filter(number=CLOSING).first()
    if known is not None:
        return known
    if blocking(month, at=at):
        raise ActionRefused(f"{month.name} cannot be closed yet: see what is open below.")
    return Closing.objects.create(
        month=str(month),
        number=CLOSING,
        recorded_before=Cutoff.objects.set(to_second(at) + timedelta(seconds=1)),
        last_event=Event.objects.newest_id(),
        closer=by,
        verifier=kept_verifier(at=at),
    )


def kept_verifier(*, at: datetime) -> Verifier:
    """The program of today's engine, kept for as long as a month names it."""
    source = verifier_source()
    kept, _ = Verifier.objects.get_or_create(
        digest=digest(source.encode()), defaults={"source": source, "kept_at": to_second(at)}
    )
    return kept


@cache
def verifier_source() -> str:
    return build(engine_sources())
