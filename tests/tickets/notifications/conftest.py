"""One long story in which every e-mail is written at least once."""

from datetime import timedelta

import pytest

from istockist_sla.core import roles
from istockist_sla.core.models import Letter
from tests.conftest import OPENED, member
from tests.factories import FactFactory
from tickets import lifecycle, notifications
from tickets.attachments import Upload
from tickets.mailroom import intake
from tickets.models import Flood, InboundMail, InformationRequest, Ticket

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def render(letter):
    return notifications.render(letter)


def newest(template: str) -> Letter:
    return Letter.objects.filter(template=template).order_by("-id")[0]


def recipients(template: str) -> list[str]:
    """The addresses that a template went to, in their order."""
    rows = Letter.objects.filter(template=template).order_by("id")
    return list(rows.values_list("to_address", flat=True))


@pytest.fixture
def held_mail(db):
    return InboundMail.objects.create(
        raw=b"x",
        sha256="0" * 64,
        internet_id="<first@stranger.example>",
        received_at=OPENED,
        stored_at=OPENED,
        from_address="sam@stranger.example",
        from_name="Sam Stranger",
        subject="A secret plan",
        state=InboundMail.State.HELD,
        held_for=InboundMail.Held.NOT_ADMINISTRATOR,
    )


@pytest.fixture
def free_clara(clara):
    """Clara, on a plan that promises nothing (P3)."""
    FactFactory(client=clara.client, kind="plan", value="free", since=OPENED - DAY)
    return clara


def decide(ticket, clara, aoife, niamh, at) -> None:
    """Findings of every sort: approved, declined, contested, upheld and withdrawn."""
    orla = member("orla@istockist.example", "Orla Byrne", roles.MANAGER)
    act = {
        "evidence": "The log of 9 March.",
        "client_reason": "Your <file> names no shop.",
        "by": aoife,
    }
    for kind, answer in (
        ("client-error", lifecycle.uphold),
        ("client-negligence", lifecycle.withdraw),
    ):
        finding = lifecycle.propose(ticket.pk, kind=kind, at=at, **act)
        lifecycle.approve(finding.pk, by=niamh, at=at)
        lifecycle.contest(finding.pk, text="It was right.", by=clara.user, at=at)
        answer(finding.pk, text="We looked again.", by=orla, at=at)
    finding = lifecycle.propose(
        ticket.pk, kind="rectification", class_test="degraded", at=at, **act
    )
    lifecycle.approve(finding.pk, by=niamh, at=at)
    finding = lifecycle.propose(ticket.pk, kind="invoicing", minutes=30, at=at, **act)
    lifecycle.decline(finding.pk, text="Too little for that.", by=niamh, at=at)


def close_too_soon(pk, clara, declan, at) -> None:
    """Closed for want of an answer that had come ten minutes before (E2)."""
    lifecycle.ask(pk, text="Which shop?", by=declan, at=at)
    lifecycle.close(pk, reason="no-answer", by=declan, at=at + 20 * MINUTE, seen=None)
    lifecycle.write(
        pk,
        text="The one in Cork.",
        by=clara.user,
        at=at + 10 * MINUTE,
        recorded_at=at + 25 * MINUTE,
    )


def large_mail() -> InboundMail:
    """Of which the end was not kept."""
    return intake.store(b"From: clara@meadow.example\r\n\r\n88214", at=OPENED, size=70_000_000)


@pytest.fixture
def story(open_ticket, clara, aoife, declan, niamh, ruairi, held_mail) -> Ticket:
    ticket = open_ticket()
    pk, at = ticket.pk, OPENED
    lifecycle.sweep(at=at + 3 * HOUR)
    lifecycle.sweep(at=at + 4 * HOUR + MINUTE)
    lifecycle.take(pk, by=aoife, at=at + 5 * HOUR, seen=None)
    lifecycle.assign(pk, to=declan, by=aoife, at=at + 5 * HOUR, seen=None)
    close_too_soon(pk, clara, declan, at=at + 5 * HOUR + 30 * MINUTE)
    lifecycle.ask(
        pk,
        text="Which order do you miss?",
        by=declan,
        at=at + 6 * HOUR,
        files=[Upload("order list.txt", b"a list")],
    )
    lifecycle.sweep(at=at + 2 * DAY + 9 * HOUR)
    lifecycle.sweep(at=at + 8 * DAY + 9 * HOUR)
    failed_at = at + 8 * DAY + 10 * HOUR
    question = InformationRequest.objects.filter(ticket=pk).unanswered().get()
    lifecycle.fail_notice(question.pk, at=failed_at, recorded_at=failed_at)
    cut = {"mail": large_mail().pk, "cut": True}
    lifecycle.write(pk, text="Order 88214 & <others>.", by=clara.user, at=at + 9 * DAY, data=cut)
    lifecycle.qualify(
        pk,
        class_test="orders-stopped",
        by=declan,
        at=at + 9 * DAY,
        seen=None,
        checks_not_done={"network": "The firewall was not looked at."},
    )
    lifecycle.note(pk, text="@Niamh, see.", by=declan, at=at + 10 * DAY, mentions=[niamh, declan])
    lifecycle.hand_over(pk, team="operations", text="Queue stands.", by=declan, at=at + 10 * DAY)
    lifecycle.hear_back(pk, text="Queue runs.", by=ruairi, at=at + 10 * DAY + HOUR)
    ticket = Ticket.objects.get(pk=pk)
    lifecycle.downgrade(
        ticket.fault_id, text="Use the import.", by=declan, at=at + 11 * DAY, seen=None
    )
    lifecycle.reply(pk, text="It is nearly done.", by=declan, at=at + 12 * DAY)
    lifecycle.close(pk, reason="resolved", text="Done.", by=declan, at=at + 13 * DAY, seen=None)
    lifecycle.reopen_by_client(pk, text="Again!", by=clara.user, at=at + 14 * DAY)
    lifecycle.close(pk, reason="resolved", by=declan, at=at + 15 * DAY, seen=None)
    rated = {"value": 2, "text": "Two <weeks>."}
    lifecycle.rate(pk, by=clara.user, at=at + 15 * DAY + HOUR, **rated)
    lifecycle.reopen(pk, text="Not yet.", by=aoife, at=at + 16 * DAY, seen=None)
    decide(ticket, clara, aoife, niamh, at=at + 17 * DAY)
    notifications.queue_held_reply(held_mail, at=at)
    flood = Flood.objects.create(sender=clara.email, administrator=clara, began_at=at, last_at=at)
    notifications.queue_flood(flood, at=at)
    return Ticket.objects.get(pk=pk)
