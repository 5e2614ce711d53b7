"""A manager proposes to amend a closed month, another one approves or declines it (M1, G10)."""

from datetime import datetime, timedelta

from django.db import transaction

from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Cutoff, Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.models import Amendment, Closing
from tickets.reports.closing.beginning import kept_verifier
from tickets.reports.closing.changes import changes_since
from tickets.reports.closing.differences import Changes

State = Amendment.State
LONGEST_REASON = 2_000


def last_closing(month: Month) -> Closing | None:
    """The latest closing or amendment of the month that is done."""
    return Closing.objects.done().of_month(month).order_by("-number").first()


def waiting_changes(last: Closing, *, at: datetime) -> Changes:
    """What an amendment that began now would change."""
    return changes_since(last, before=_just_after(at))


def _just_after(at: datetime) -> datetime:
    return to_second(at) + timedelta(seconds=1)


@transaction.atomic
def propose(month: Month, *, reason: str, by: User, at: datetime) -> Amendment:
    """The difference as it is now, with the reason in the manager's words."""
    Cutoff.objects.lock()
    if not reason.strip():
        raise ActionRefused("Say why the month is to be amended.")
    if Amendment.objects.of_month(month).undecided().exists():
        raise ActionRefused("An amendment of the month is proposed already.")
    last = _closed(month)
    changes = _amendable(last, before=_just_after(at))
    amendment = Amendment.objects.create(
        month=str(month),
        reason=reason.strip()[:LONGEST_REASON],
        difference=changes.document,
        proposer=by,
        proposed_at=to_second(at),
    )
    _append_event(amendment, last, "propose_amendment", by=by, at=at)
    return amendment


@transaction.atomic
def approve(amendment_id: int, *, by: User, at: datetime) -> Closing:
    """The closing with the next number is begun: another manager than the proposer approves just
    the difference that was proposed (G10)."""
    Cutoff.objects.lock()
    amendment = _decided(amendment_id, State.APPROVED, by=by, at=at)
    last = _closed(amendment.of)
    before = Cutoff.objects.set(_just_after(at))
    if not _amendable(last, before=before).is_same_as(Changes.read(amendment.difference)):
        raise ActionRefused("Something else has changed since then: propose it anew.")
    amendment.closing = Closing.objects.create(
        month=amendment.month,
        number=last.number + 1,
        recorded_before=before,
        last_event=Event.objects.newest_id(),
        closer=by,
        verifier=kept_verifier(at=at),
    )
    amendment.save()
    return amendment.closing


@transaction.atomic
def decline(amendment_id: int, *, by: User, at: datetime) -> Amendment:
    amendment = _decided(amendment_id, State.DECLINED, by=by, at=at)
    amendment.save()
    last = last_closing(amendment.of)
    assert last is not None
    _append_event(amendment, last, "decline_amendment", by=by, at=at)
    return amendment


def _append_event(
    amendment: Amendment, last: Closing, verb: str, *, by: User, at: datetime
) -> None:
    """About the closing that it would amend; what comes of an approval has an event of its own."""
    Event.objects.append(
        kind=Event.Kind.MONTH,
        subject_id=last.pk,
        verb=verb,
        by=by,
        side=Event.Side.SUPPORT,
        at=to_second(at),
        data={"month": amendment.month, "amendment": amendment.pk},
    )


def _decided(amendment_id: int, state: State, *, by: User, at: datetime) -> Amendment:
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment_id)
    if amendment.state != State.PROPOSED:
        raise ActionRefused(f"It is decided already: {amendment.get_state_display()}.")
    if amendment.proposer_id == by.pk:
        raise ActionRefused("Another manager than the one who proposed it decides (G10).")
    amendment.state, amendment.decider, amendment.decided_at = state, by, to_second(at)
    return amendment


def _closed(month: Month) -> Closing:
    """Raises ActionRefused where the month is not closed, or any month is being closed."""
    under_way = Closing.objects.under_way().first()
    if under_way is not None:
        raise ActionRefused(f"{under_way.of.name} is being closed or amended: wait for its end.")
    last = last_closing(month)
    if last is None:
        raise ActionRefused(f"{month.name} is not closed.")
    return last


def _amendable(last: Closing, *, before: datetime) -> Changes:
    changes = changes_since(last, before=before)
    if not changes.found:
        raise ActionRefused(f"Nothing in {last.of.name} would come out differently.")
    if changes.held_by:
        numbers = ", ".join(map(str, changes.held_by))
        raise ActionRefused(f"The first answer of {numbers} runs again: it waits for the verdict.")
    return changes
