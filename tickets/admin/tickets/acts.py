"""What a submitted step of a ticket does: the form's data, handed to the door."""

from typing import Any

from django.db import transaction

from istockist_sla.desk.actions import Doing
from tickets import lifecycle
from tickets.admin.tickets.qualify_forms import REQUEST
from tickets.models import Channel, CloseReason, TicketState


def take(doing: Doing) -> Any:
    return lifecycle.take(doing.subject.pk, by=doing.by, at=doing.at, seen=doing.seen)


def assign(doing: Doing) -> Any:
    return lifecycle.assign(
        doing.subject.pk, to=doing.data["to"], by=doing.by, at=doing.at, seen=doing.seen
    )


def qualify(doing: Doing) -> Any:
    data = doing.data
    act: dict[str, Any] = {
        "by": doing.by,
        "at": doing.at,
        "seen": doing.seen,
        "through": data.get("through"),
    }
    if data["test"] == REQUEST:
        return lifecycle.qualify_request(doing.subject.pk, **act)
    return lifecycle.qualify(
        doing.subject.pk,
        class_test=data["test"],
        fault=data["fault"],
        fault_title=data["fault_title"],
        components=data["components"],
        checks_not_done=data.get("checks_not_done"),
        **act,
    )


def speak(verb: Any) -> Any:
    def act(doing: Doing) -> Any:
        data = doing.data
        return verb(
            doing.subject.pk, text=data["text"], files=data["uploads"], by=doing.by, at=doing.at
        )

    return act


def answer(doing: Doing) -> Any:
    return lifecycle.answer(doing.subject.pk, text=doing.data["text"], by=doing.by, at=doing.at)


def hand_over(doing: Doing) -> Any:
    return lifecycle.hand_over(
        doing.subject.pk,
        team=doing.data["team"],
        text=doing.data["text"],
        by=doing.by,
        at=doing.at,
    )


def hear_back(doing: Doing) -> Any:
    return lifecycle.hear_back(doing.subject.pk, text=doing.data["text"], by=doing.by, at=doing.at)


def downgrade(doing: Doing) -> Any:
    if doing.subject.fault_id is None:
        raise lifecycle.ActionRefused(
            "Qualify the ticket first: a workaround is given for its fault."
        )
    return on_fault(lifecycle.downgrade, doing.subject.fault_id, doing)


def on_fault(verb: Any, fault_id: int, doing: Doing) -> Any:
    """One text for all tickets of a fault, each client by letter or through somebody (K9, P6)."""
    data = doing.data
    return verb(
        fault_id,
        text=data["text"],
        by=doing.by,
        at=doing.at,
        seen=doing.seen,
        through=data["through"],
    )


def move(doing: Doing) -> Any:
    return lifecycle.move(
        doing.subject.pk, fault=doing.data["fault"], by=doing.by, at=doing.at, seen=doing.seen
    )


@transaction.atomic
def close(doing: Doing) -> Any:
    """Qualify and close in one act where the ticket has no class yet (C6)."""
    data = doing.data
    seen: int | None = doing.seen
    if doing.subject.state == TicketState.OPEN and data["reason"] == CloseReason.RESOLVED:
        qualify(doing)
        seen = None  # The ticket is locked since, and the newest event is this act's own.
    return lifecycle.close(
        doing.subject.pk,
        reason=data["reason"],
        by=doing.by,
        at=doing.at,
        seen=seen,
        text=data["text"],
        duplicate_of=data["duplicate_of"],
        confirmation=data["confirmation"],
        through=data.get("through"),
    )


def reopen(doing: Doing) -> Any:
    return lifecycle.reopen(
        doing.subject.pk,
        by=doing.by,
        at=doing.at,
        seen=doing.seen,
        text=doing.data["text"],
        files=doing.data["uploads"],
    )


@transaction.atomic
def open(doing: Doing) -> Any:
    """Opened now or, with its reason in a note, at the earlier contact (P2)."""
    data = doing.data
    administrator = data["administrator"]
    ticket = lifecycle.open_ticket(
        administrator=administrator,
        channel=Channel.DESK,
        subject=data["subject"],
        text=data["text"],
        files=data["uploads"],
        at=data["earlier"] or doing.at,
        recorded_at=doing.at,
        by=doing.by,
        follows=data["follows"],
        data={"passed_on": True} if data["passed_on"] else None,
    )
    if data["earlier"]:
        text = f"Opened at the earlier contact. {data['reason'].strip()}"
        lifecycle.note(ticket.pk, text=text, by=doing.by, at=doing.at)
    return ticket
