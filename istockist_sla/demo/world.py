"""The world of the demo: its time, its chance, and when somebody next finds the time."""

from collections.abc import Generator, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from istockist_sla.core.models import User
from istockist_sla.demo.cast import Company
from istockist_sla.demo.phrases import COLLEAGUES, PRODUCTS, SHOPS
from tickets.inputs import published_versions
from tickets.models import ClientAdministrator, CustomerSuccessContact
from tickets.sla.clock import Calendar

MONTHS = 14
HISTORY = timedelta(days=426)

# It yields the instant of its next step, and is sent that instant when it has come.
Scenario = Generator[datetime, datetime, Any]


class World:
    """All chance comes from `seed` and all time from `now`: the same two give the same demo."""

    def __init__(self, *, now: datetime, seed: int, staff: dict[str, list[User]]) -> None:
        self.now = now.replace(microsecond=0)
        self.start = self.now - HISTORY
        self.seed = seed
        self.staff = staff
        self.calendar: Calendar = published_versions().standard(now).calendar

    def chance(self, name: object) -> Random:
        """Random numbers of one name, so that one more ticket does not change all the others."""
        return Random(f"{self.seed}:{name}")

    def support_later(self, rng: Random, at: datetime, least: int, most: int) -> datetime:
        """When Support comes to it: `least` to `most` minutes of support time after `at`."""
        return self.calendar.after(at, rng.randint(least, most) * 60 + rng.randint(1, 59))

    def client_later(self, rng: Random, at: datetime, least: int, most: int) -> datetime:
        """When a client comes to it: `least` to `most` minutes after `at`, but not at night."""
        then = at + timedelta(minutes=rng.randint(least, most), seconds=rng.randint(0, 59))
        if 7 <= then.hour < 20:
            return then
        day = then + timedelta(days=1) if then.hour >= 20 else then
        return day.replace(hour=8, minute=rng.randint(2, 55))

    def support_minutes_ago(self, minutes: float) -> datetime:
        """The instant since which so many minutes of support time have passed by now."""
        low, high, seconds = self.now - timedelta(days=90), self.now, round(minutes * 60)
        while high - low > timedelta(seconds=1):
            middle = (low + (high - low) / 2).replace(microsecond=0)
            if middle in (low, high):
                break
            if self.calendar.between(middle, self.now) >= seconds:
                low = middle
            else:
                high = middle
        return low

    def pick_agent(self, rng: Random) -> User:
        return rng.choice(self.staff["agents"])

    def pick_member(self, rng: Random, team: str) -> User:
        return rng.choice(self.staff[team])


class Placeholders:
    """Names and numbers for the placeholders in the texts of one ticket, the same in all."""

    def __init__(self, rng: Random, at: datetime) -> None:
        self._values = {
            "order": f"SO-{rng.randint(20_000, 89_999)}",
            "sku": f"{rng.randint(1000, 9999):05d}-{rng.choice('ABCKX')}",
            "product": rng.choice(PRODUCTS),
            "shop": rng.choice(SHOPS),
            "colleague": rng.choice(COLLEAGUES),
            "time": f"{max(6, at.hour - 1):02d}:{rng.choice((5, 10, 20, 35, 40, 50)):02d}",
            "count": rng.choice((12, 17, 23, 38, 64, 140, 212)),
        }

    def fill_in(self, text: str) -> str:
        return text.format_map(self._values)


def administrators(company: Company, at: datetime) -> list[ClientAdministrator]:
    """Those who may contact Support on the day (P1)."""
    rows = ClientAdministrator.objects.filter(client__code=company.code).on(at.date())
    return list(rows.select_related("user", "client").order_by("pk"))


def contact_of(company: Company) -> CustomerSuccessContact | None:
    return CustomerSuccessContact.objects.filter(client__code=company.code, until=None).first()


def openings(world: World, count: int) -> Iterator[datetime]:
    """When tickets come in: mostly on working days, and more of them of late."""
    rng = world.chance("openings")
    days = HISTORY.days
    while count > 0:
        day = world.start + timedelta(days=int(rng.random() ** 0.85 * days))
        at = day.replace(hour=_hour(rng), minute=rng.randint(0, 59), second=rng.randint(0, 59))
        quiet = not world.calendar.between(day.replace(hour=0), day.replace(hour=23))
        if at < world.now - timedelta(hours=1) and (not quiet or rng.random() < 0.25):
            count -= 1
            yield at


def _hour(rng: Random) -> int:
    """Mostly by day, some in the evening and a few at night."""
    return rng.choices(range(24), weights=[1] * 6 + [2, 6, *[12] * 9, 5, 4, 3, 2, 2, 1, 1])[0]
