"""What a person decides about letters that did not arrive, or of which nobody knows."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from istockist_sla.core.letters import outbox
from istockist_sla.core.models import Event, Letter, LetterQuerySet, User
from istockist_sla.core.refusal import ActionRefused

State = Letter.State


@transaction.atomic
def retry(letter_ids: Collection[int], *, by: User | None, at: datetime) -> int:
    """Those of them that ended undelivered, given up or not, are tried anew; returns how many."""
    rows = Letter.objects.filter(
        Q(secret_until=None) | Q(secret_until__gt=at),
        pk__in=letter_ids,
        state__in=[State.FAILED, State.UNCLEAR],
    )
    asked = _locked_ids(rows)
    Letter.objects.filter(pk__in=asked).update(
        state=State.QUEUED, next_try_at=at, refused_since=None, given_up_at=None, given_up_note=""
    )
    _append("retry", asked, by=by, at=at)
    if asked:
        outbox.wake()
    return len(asked)


@transaction.atomic
def give_up(letter_ids: Collection[int], *, note: str, by: User, at: datetime) -> int:
    """Those of them that are not on their way are not sent any more; returns how many. Raises
    ActionRefused without a reason."""
    if not note.strip():
        raise ActionRefused("Write why it is not sent any more.")
    rows = Letter.objects.filter(pk__in=letter_ids, secret_until=None, given_up_at=None)
    waiting = _locked_ids(rows.filter(state=State.QUEUED))
    ended = _locked_ids(rows.filter(state__in=[State.FAILED, State.UNCLEAR]))
    given_up = {"given_up_at": at, "given_up_note": note.strip()[:500]}
    Letter.objects.filter(pk__in=waiting).update(state=State.FAILED, next_try_at=at, **given_up)
    Letter.objects.filter(pk__in=ended).update(**given_up)
    _append("give_up", [*waiting, *ended], by=by, at=at)
    return len(waiting) + len(ended)


def _locked_ids(rows: LetterQuerySet) -> list[int]:
    return [letter.pk for letter in rows.select_for_update().only("pk").order_by("pk")]


def _append(verb: str, letter_ids: Collection[int], *, by: User | None, at: datetime) -> None:
    side = Event.Side.SUPPORT if by else Event.Side.SYSTEM
    Event.objects.bulk_create(
        Event(
            subject_kind=Event.Kind.LETTER,
            subject_id=pk,
            verb=verb,
            actor=by,
            side=side,
            at=at,
            recorded_at=at,
            data={},
        )
        for pk in letter_ids
    )
