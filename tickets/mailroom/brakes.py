"""How much mail of one sender opens tickets, and is answered, in an hour.

What is beyond the hour waits in one listed row, and is opened as of its receipt (O1) when the hour
allows or when an agent lets it in. Two programs that answer each other stop by themselves: what is
not acknowledged cannot be answered.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets import notifications
from tickets.mailroom import settling
from tickets.models import Channel, ClientAdministrator, Flood, InboundMail, Ticket

HOUR = timedelta(hours=1)
# A flood that comes again within this is the same one, of which people were told.
QUIET = timedelta(days=1)
State, Held = InboundMail.State, InboundMail.Held


class Allowance(NamedTuple):
    opens: bool
    acknowledges: bool

    @property
    def data(self) -> dict[str, Any]:
        """What the event of the opening says of it."""
        return {} if self.acknowledges else {"unacknowledged": True}


def allowance(mail: InboundMail, administrator: ClientAdministrator, at: datetime) -> Allowance:
    """What the hour before `at` has left for this sender. Tickets by mail count, also those that an
    agent let in; what an agent lets in waits for nothing."""
    most = settings.MAIL_TICKETS_PER_HOUR
    opened = administrator.opened_lately
    if opened is None:
        opened = _count(administrator, most, created_at__gt=at - HOUR)
    is_free = mail.state not in (State.RECEIVED, State.WAITING) or mail.held_for == Held.LET_IN
    return Allowance(
        opens=is_free or opened < most or _was_calm(mail, administrator),
        acknowledges=opened < settings.MAIL_ACKNOWLEDGEMENTS_PER_HOUR,
    )


def _was_calm(mail: InboundMail, administrator: ClientAdministrator) -> bool:
    """Whether the hour of its receipt had room: what many hours brought may be fetched in one."""
    most, received_at = settings.MAIL_TICKETS_PER_HOUR, mail.received_at
    hour = {"opened_at__gt": received_at - HOUR, "opened_at__lte": received_at}
    others = Flood.objects.going_on().filter(sender=mail.from_address)
    return not others.exists() and _count(administrator, most, **hour) < most


def _count(administrator: ClientAdministrator, most: int, **when: datetime) -> int:
    """How many tickets they opened by mail, counted no further than `most`."""
    opened = Ticket.objects.filter(administrator=administrator, channel=Channel.MAIL, **when)
    return opened.order_by().values("pk")[:most].count()


def hold_back(mail: InboundMail, administrator: ClientAdministrator, at: datetime) -> None:
    """It waits for the hour that is to have room, behind those of its sender that wait already."""
    flood, is_new = Flood.objects.get_or_create(
        sender=mail.from_address,
        ended_at=None,
        defaults={"administrator": administrator, "began_at": at, "last_at": at},
    )
    hours = 1 + flood.mails().count() // settings.MAIL_TICKETS_PER_HOUR
    settling.wait(mail, Held.FLOOD, until=at + hours * HOUR)
    if is_new:
        notifications.queue_flood(flood, at=at)
    else:
        Flood.objects.filter(pk=flood.pk).update(last_at=at)


def conclude(*, at: datetime) -> int:
    """End the floods of which nothing waits and nothing new has come; returns how many."""
    quiet = Flood.objects.going_on().filter(last_at__lte=at - QUIET).with_waiting()
    return Flood.objects.filter(pk__in=[each.pk for each in quiet if not each.waiting]).update(
        ended_at=at
    )


@transaction.atomic
def let_in(flood_id: int, *, by: User, at: datetime) -> int:
    """All that waits is opened with the next processing; returns how many."""
    flood = _locked(flood_id)
    count = flood.mails().update(held_for=Held.LET_IN, wait_until=at)
    _end(flood, "let_in", by=by, at=at, mails=count)
    return count


@transaction.atomic
def put_aside(flood_id: int, *, note: str, by: User, at: datetime) -> int:
    """None of what waits is opened; the mails are kept. Returns how many. Raises ActionRefused
    without a reason."""
    flood, note = _locked(flood_id), note.strip()[:500]
    if not note:
        raise ActionRefused("Write why the mails are put aside.")
    ids = list(flood.mails().values_list("pk", flat=True))
    InboundMail.objects.filter(pk__in=ids).update(
        state=State.REJECTED, settled_at=at, wait_until=None, note=note
    )
    _end(flood, "put_aside", by=by, at=at, note=note, mails=len(ids))
    return len(ids)


def _locked(flood_id: int) -> Flood:
    flood = Flood.objects.select_for_update().get(pk=flood_id)
    if flood.ended_at is not None:
        raise ActionRefused("This flood is over: nothing of it waits.")
    return flood


def _end(flood: Flood, verb: str, *, by: User, at: datetime, mails: int, note: str = "") -> None:
    flood.ended_at, flood.note = at, note
    flood.save(update_fields=["ended_at", "note"])
    Event.objects.append(
        kind=Event.Kind.FLOOD,
        subject_id=flood.pk,
        verb=verb,
        by=by,
        side=Event.Side.SUPPORT,
        at=at,
        data={"mails": mails},
    )
