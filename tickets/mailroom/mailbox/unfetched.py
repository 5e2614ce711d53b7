"""Mails that the server lists and did not give: each is asked for again, ever more rarely."""

from datetime import datetime, timedelta

from django.db import transaction

from tickets.models import Mailbox, UnfetchedMail

# A refusal often is of the moment, so the second attempt is at once.
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
# After so many attempts people are told.
SHOWN_AFTER = 3


@transaction.atomic
def remember(box: Mailbox, validity: int, uid: int, why: str, *, at: datetime) -> int:
    """The cursor may go on behind it; returns how many attempts there were."""
    locked = Mailbox.objects.select_for_update().get(pk=box.pk)
    row, _ = UnfetchedMail.objects.get_or_create(
        mailbox=locked,
        uid_validity=validity,
        uid=uid,
        defaults={"first_tried_at": at, "next_try_at": at},
    )
    row.attempts += 1
    row.last_error, row.next_try_at = why[:500], at + delay(row.attempts)
    row.save(update_fields=["attempts", "last_error", "next_try_at"])
    advance(locked, validity, uid)
    return row.attempts


def delay(attempts: int) -> timedelta:
    """None after the first attempt, then 1, 2, 4 … minutes, at most an hour."""
    if attempts <= 1:
        return timedelta(0)
    return min(FIRST_DELAY * 2 ** min(attempts - 2, 10), LONGEST_DELAY)


@transaction.atomic
def forget(box: Mailbox, validity: int, uid: int) -> None:
    """It is no longer there."""
    settle(Mailbox.objects.select_for_update().get(pk=box.pk), validity, uid)


def settle(locked: Mailbox, validity: int, uid: int) -> None:
    UnfetchedMail.objects.filter(mailbox=locked, uid_validity=validity, uid=uid).delete()
    advance(locked, validity, uid)


def advance(locked: Mailbox, validity: int, uid: int) -> None:
    """Never backwards within one UIDVALIDITY: two processes may read one mailbox."""
    last = max(locked.last_uid, uid) if locked.uid_validity == validity else uid
    locked.uid_validity, locked.last_uid = validity, last
    locked.save(update_fields=["uid_validity", "last_uid"])


def start_anew(box: Mailbox, validity: int) -> None:
    """Where the server has numbered the folder anew, what was remembered names other mails."""
    if box.uid_validity != validity:
        UnfetchedMail.objects.filter(mailbox=box).exclude(uid_validity=validity).delete()


def due(box: Mailbox, validity: int, at: datetime) -> list[int]:
    rows = box.unfetched.filter(uid_validity=validity, next_try_at__lte=at)
    return list(rows.values_list("uid", flat=True))


def told(box: Mailbox) -> str:
    """A sentence about the mails that did not come after several attempts; empty without any."""
    rows = list(box.unfetched.filter(attempts__gte=SHOWN_AFTER)[:2])
    if not rows:
        return ""
    count = box.unfetched.filter(attempts__gte=SHOWN_AFTER).count()
    first = rows[0]
    others = f", and {count - 1} more" if count > 1 else ""
    return (
        f"The mail with UID {first.uid}{others} could not be fetched in {first.attempts} "
        f"attempts: {first.last_error}. It is tried again."
    )[:500]
