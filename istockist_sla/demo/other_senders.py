"""Mail from people who may not contact Support, and from machines (P1)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from istockist_sla.demo import incoming_mail
from istockist_sla.demo.cast import CLIENTS
from istockist_sla.demo.world import Scenario, World, administrators
from tickets import lifecycle
from tickets.mailroom import held, intake
from tickets.models import CloseReason


class Stranger(NamedTuple):
    """`hours` before now; `then` is what Support does with it: adopt, reject or nothing yet."""

    hours: int
    name: str
    address: str
    subject: str
    text: str
    then: str


STRANGERS = [
    Stranger(4300, "Ruth Daly", "ruth@northgate.example", "Cannot print delivery notes",
             "The delivery notes come out empty since this morning.", "adopt"),
    Stranger(2900, "Gift Cards", "offer@cheap-cards.example", "50% on gift cards",
             "Only today for your whole team.", "reject"),
    Stranger(1500, "Store 4", "store4@wexford.example", "Scanner does not connect",
             "Our scanner says “no server”.", "adopt"),
    Stranger(400, "Web Visibility", "hello@rank-first.example", "Your page could be first",
             "We looked at your page and have ideas.", "reject"),
    Stranger(49, "Sam Intern", "sam@meadow.example", "Prices of oat flour",
             "The price list of oat flour looks wrong to me. Who can change it?", ""),
    Stranger(20, "Warehouse", "warehouse@harbour.example", "Labels for pallets",
             "We need the labels in the new format, since the carrier changed.", ""),
    Stranger(3, "Bea Quinn", "bea.quinn@quinns.example", "Question about ordering",
             "I buy from Meadow & Finch and cannot find my order of last week.", ""),
]  # fmt: skip
ADOPTED = sum(stranger.then == "adopt" for stranger in STRANGERS)
AUTOMATIC = [
    (3000, "george@meadow.example", "Out of office"),
    (700, "liam@wexford.example", "Out of office: back on Monday"),
    (26, "max@burren.example", "Automatic reply"),
]


ANSWER = "Thank you for passing it on. We have answered your colleague's question here."


def courses(world: World) -> Iterator[Scenario]:
    for number, stranger in enumerate(STRANGERS):
        yield _held(world, number, stranger)
    for hours, address, subject in AUTOMATIC:
        yield _automatic(world, hours, address, subject)


def _held(world: World, number: int, stranger: Stranger) -> Scenario:
    rng = world.chance(stranger.subject)
    at = yield _before(world, stranger.hours)
    mail = intake.receive(_raw(stranger, f"held-{number}", at), at=at)
    if not stranger.then:
        return
    by = world.agent(rng)
    at = yield world.work(rng, at, 20, 120)
    if stranger.then == "reject":
        held.reject(mail.pk, by=by, at=at, note="Advertising.")
        return
    company = next(each for each in CLIENTS if stranger.address.endswith(each.domain))
    administrator = administrators(company, at)[0]
    ticket = held.adopt(mail.pk, administrator=administrator, by=by, at=at)
    at = yield world.work(rng, at, 10, 60)
    lifecycle.take(ticket.pk, by=by, at=at, seen=None)
    at = yield world.work(rng, at, 3, 30)
    lifecycle.qualify_request(ticket.pk, by=by, at=at, seen=None)
    at = yield world.work(rng, at, 5, 60)
    lifecycle.close(ticket.pk, reason=CloseReason.RESOLVED, text=ANSWER, by=by, at=at, seen=None)


def _raw(stranger: Stranger, message_id: str, at: datetime) -> bytes:
    return incoming_mail.compose(
        name=stranger.name,
        address=stranger.address,
        subject=stranger.subject,
        text=stranger.text,
        sent=at - timedelta(seconds=41),
        message_id=message_id,
    )


def _automatic(world: World, hours: int, address: str, subject: str) -> Scenario:
    at = yield _before(world, hours)
    raw = incoming_mail.compose(
        name="",
        address=address,
        subject=subject,
        text="I am away and read my mail when I am back.",
        sent=at - timedelta(seconds=22),
        message_id=f"away-{hours}",
        automatic=True,
    )
    intake.receive(raw, at=at)


def _before(world: World, hours: int) -> datetime:
    return world.now - timedelta(hours=hours, minutes=17)
