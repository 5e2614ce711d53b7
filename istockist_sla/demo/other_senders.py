"""E-mail from people who may not contact Support, and from machines (P1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from istockist_sla.core.models import Letter
from istockist_sla.demo import incoming_mail
from istockist_sla.demo.cast import CLIENTS
from istockist_sla.demo.world import Scenario, World, administrators
from tickets import lifecycle
from tickets.mailroom import held, intake
from tickets.models import CloseReason


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownSender:
    """`hours` before now; `decision` of Support: adopt, reject, or empty for none yet."""

    hours: int
    name: str
    address: str
    subject: str
    text: str
    decision: str


UNKNOWN_SENDERS = [
    UnknownSender(
        hours=4300,
        name="Ruth Daly",
        address="ruth@northgate.example",
        subject="Cannot print delivery notes",
        text="The delivery notes come out empty since this morning.",
        decision="adopt",
    ),
    UnknownSender(
        hours=2900,
        name="Gift Cards",
        address="offer@cheap-cards.example",
        subject="50% on gift cards",
        text="Only today for your whole team.",
        decision="reject",
    ),
    UnknownSender(
        hours=1500,
        name="Store 4",
        address="store4@wexford.example",
        subject="Scanner does not connect",
        text="Our scanner says “no server”.",
        decision="adopt",
    ),
    UnknownSender(
        hours=400,
        name="Web Visibility",
        address="hello@rank-first.example",
        subject="Your page could be first",
        text="We looked at your page and have ideas.",
        decision="reject",
    ),
    UnknownSender(
        hours=49,
        name="Sam Intern",
        address="sam@meadow.example",
        subject="Prices of oat flour",
        text="The price list of oat flour looks wrong to me. Who can change it?",
        decision="",
    ),
    UnknownSender(
        hours=20,
        name="Warehouse",
        address="warehouse@harbour.example",
        subject="Labels for pallets",
        text="We need the labels in the new format, since the carrier changed.",
        decision="",
    ),
    UnknownSender(
        hours=3,
        name="Bea Quinn",
        address="bea.quinn@quinns.example",
        subject="Question about ordering",
        text="I buy from Meadow & Finch and cannot find my order of last week.",
        decision="",
    ),
]
ADOPTED = sum(sender.decision == "adopt" for sender in UNKNOWN_SENDERS)
AUTOMATIC = [
    (3000, "george@meadow.example", "Out of office"),
    (700, "liam@wexford.example", "Out of office: back on Monday"),
    (26, "max@burren.example", "Automatic reply"),
]


ANSWER = "Thank you for passing it on. We have answered your colleague's question here."


def scenarios(world: World) -> Iterator[Scenario]:
    for number, sender in enumerate(UNKNOWN_SENDERS):
        yield _held(world, number, sender)
    for hours, address, subject in AUTOMATIC:
        yield _automatic(world, hours, address, subject)


def _held(world: World, number: int, sender: UnknownSender) -> Scenario:
    rng = world.chance(sender.subject)
    at = yield _before(world, sender.hours)
    mail = intake.receive(_raw(sender, f"held-{number}", at), at=at)
    if not sender.decision:
        return
    by = world.pick_agent(rng)
    at = yield world.support_later(rng, at, 20, 120)
    if sender.decision == "reject":
        held.reject(mail.pk, by=by, at=at, note="Advertising.")
        return
    company = next(each for each in CLIENTS if sender.address.endswith(each.domain))
    administrator = administrators(company, at)[0]
    ticket = held.adopt(mail.pk, administrator=administrator, by=by, at=at)
    at = yield world.support_later(rng, at, 10, 60)
    lifecycle.take(ticket.pk, by=by, at=at, seen=None)
    at = yield world.support_later(rng, at, 3, 30)
    lifecycle.qualify_request(ticket.pk, by=by, at=at, seen=None)
    at = yield world.support_later(rng, at, 5, 60)
    lifecycle.close(ticket.pk, reason=CloseReason.RESOLVED, text=ANSWER, by=by, at=at, seen=None)


def _raw(sender: UnknownSender, message_id: str, at: datetime) -> bytes:
    return incoming_mail.compose(
        name=sender.name,
        address=sender.address,
        subject=sender.subject,
        text=sender.text,
        sent_at=at - timedelta(seconds=41),
        message_id=message_id,
    )


def _automatic(world: World, hours: int, address: str, subject: str) -> Scenario:
    """A vacation notice: it answers the latest letter that its sender got."""
    at = yield _before(world, hours)
    letters = Letter.objects.filter(to_address=address, created_at__lt=at)
    letter = letters.order_by("-created_at", "-id").first()
    raw = incoming_mail.compose(
        name="",
        address=address,
        subject=subject,
        text="I am away and read my mail when I am back.",
        sent_at=at - timedelta(seconds=22),
        message_id=f"away-{hours}",
        answers=letter.message_id if letter else "",
        automatic=True,
    )
    intake.receive(raw, at=at)


def _before(world: World, hours: int) -> datetime:
    return world.now - timedelta(hours=hours, minutes=17)
