"""A new folder with its number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from istockist_sla.core import letters, together
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets import deadlines, inputs, notifications
from tickets.attachments import Upload
from tickets.inputs import Rows
from tickets.lifecycle.base import CLIENT, SUPPORT, write_columns
from tickets.lifecycle.drafts import Along, NewMessage, draft_message
from tickets.models import (
    Channel,
    ClientAdministrator,
    ClockResult,
    Counter,
    Message,
    Ticket,
    Verb,
)
from tickets.sla.verdict import judge


@together.one_transaction()
def open_ticket(
    *,
    administrator: ClientAdministrator,
    channel: str,
    subject: str,
    text: str,
    at: datetime,
    recorded_at: datetime,
    by: User,
    files: Iterable[Upload] = (),
    quoted: str = "",
    low_priority: bool = False,
    perhaps_automatic: bool = False,
    provisional_class: str = "",
    checks: dict[str, Any] | None = None,
    follows: Ticket | None = None,
    data: dict[str, Any] | None = None,
    along: Along | None = None,
) -> Ticket:
    """A new folder with its number, opened at `at`, made at `recorded_at` (O1, P2).

    `along`: what else is stored with its first message.
    """
    at, recorded_at = to_second(at), to_second(recorded_at)
    if at > recorded_at:
        raise ActionRefused("A ticket cannot be opened later than now.")
    ticket = Ticket(
        client_id=administrator.client_id,
        administrator=administrator,
        channel=channel,
        subject=" ".join(subject.split())[:200] or "(no subject)",
        opened_at=at,
        created_at=recorded_at,
        low_priority=low_priority,
        perhaps_automatic=perhaps_automatic,
        provisional_class=provisional_class,
        checks=checks or {},
        follows=follows,
        last_word_at=at,
    )
    files = list(files)
    drafted = draft_message(
        ticket,
        kind=Message.Kind.CLIENT,
        text=text or ("" if quoted or files else ticket.subject),
        by=administrator.user,
        at=at,
        files=files,
        quoted=quoted,
        by_mail=channel == Channel.MAIL,
        along=along,
    )
    event_id, rows = _count(ticket, drafted)
    data = {**_data(ticket), **(data or {}), "message": drafted.message.pk}
    _store(ticket, drafted, _opening(event_id, ticket, by, data), rows)
    return ticket


def _count(ticket: Ticket, drafted: NewMessage) -> tuple[int, Rows]:
    """Give it its number and its place among the client's own tickets; an id for its event, and
    the rows of its client. The counter is locked: until the commit nobody else opens one."""
    number, ticket_id, message_id, event_id = Counter.objects.take("ticket", Ticket, Message, Event)
    ticket.pk, ticket.number = ticket_id, number
    drafted.message.pk, drafted.message.ticket = message_id, ticket
    rows = inputs.read_client(ticket.client_id)
    ticket.client_sequence = rows.opened + 1
    return event_id, rows


def _opening(pk: int, ticket: Ticket, by: User, data: dict[str, Any]) -> Event:
    return Event(
        pk=pk,
        subject_kind=Event.Kind.TICKET,
        subject_id=ticket.pk,
        verb=Verb.OPEN,
        actor=by,
        side=SUPPORT if ticket.channel == Channel.DESK else CLIENT,
        at=ticket.opened_at,
        recorded_at=ticket.created_at,
        data=data,
    )


def _store(ticket: Ticket, drafted: NewMessage, event: Event, rows: Rows) -> None:
    """All of an opening together: the ticket is judged before it is stored, so that nothing is
    written twice."""
    at = ticket.created_at
    opening = inputs.event_row(event)
    facts = inputs.inputs_at_opening(rows, ticket.client_id, opening)
    rows.events[ticket.pk].append(opening)
    verdicts = judge(facts, now=at)
    write_columns(ticket, verdicts, facts, sent=set())
    results = deadlines.result_rows(ticket, verdicts)
    ticket.results = [ClockResult(**row._asdict()) for row in results]
    together.write(
        *together.insert([ticket]),
        *drafted.statements(),
        *together.insert([event]),
        *together.insert(ticket.results),
        *letters.to_queue(notifications.letters_about(ticket, event, rows=rows, at=at)),
    )


def _data(ticket: Ticket) -> dict[str, Any]:
    """What the event says of the ticket itself."""
    more: dict[str, Any] = {"follows": ticket.follows_id} if ticket.follows_id else {}
    if ticket.perhaps_automatic:
        more["perhaps_automatic"] = True
    return {
        "client": ticket.client_id,
        "count": ticket.client_sequence,
        "administrator": ticket.administrator_id,
        "channel": ticket.channel,
        "low_priority": ticket.low_priority,
        "provisional": ticket.provisional_class,
        **more,
    }
