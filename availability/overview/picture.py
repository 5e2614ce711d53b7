"""What is told of the service: its components, what is disturbed, and what is announced."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from availability.models import Component, Maintenance, Outage
from availability.overview.headline import Headline, headline, named_state
from availability.overview.states import states_now


class Picture(NamedTuple):
    """Rows with all that hangs on them. They change by an event alone; what was measured is asked
    each time."""

    components: tuple[Component, ...]
    outages: tuple[Outage, ...]
    maintenance: tuple[Maintenance, ...]

    def headline(self, at: datetime) -> Headline:
        states = states_now(self.components, self.outages, self.maintenance, at)
        named = [named_state(each, states[each.pk]) for each in self.components]
        return headline(named, [each for each in self.outages if not each.is_over], at=at)


class KnownIncident(NamedTuple):
    """A published incident that is not over, with what was said of it last."""

    id: int
    title: str
    since: datetime
    text: str
    told_at: datetime


def read_picture() -> Picture:
    """An incident whose first outage is over stays in it while a part of it goes on."""
    open_parts = Outage.objects.open().exclude(part_of=None).values("part_of")
    outages = Outage.objects.filter(Q(ended_at=None) | Q(pk__in=open_parts)).with_updates()
    return Picture(
        tuple(Component.objects.all()),
        tuple(outages),
        tuple(Maintenance.objects.to_come().with_windows()),
    )


def known_incidents(picture: Picture) -> list[KnownIncident]:
    """The latest first; each with its own words, never with those of another."""
    return list(_known(picture))


def _known(picture: Picture) -> Iterator[KnownIncident]:
    for outage in picture.outages:
        if outage.published_at is None or outage.part_of_id is not None:
            continue
        said = [update for each in outage.incident for update in each.updates.all()]
        last = max(said, key=lambda each: (each.at, each.pk), default=None)
        yield KnownIncident(
            id=outage.pk,
            title=outage.title,
            since=min(each.started_at for each in outage.incident),
            text=last.text if last else "",
            told_at=last.at if last else outage.published_at,
        )
