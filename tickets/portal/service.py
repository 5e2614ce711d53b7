"""The state of the service: one sentence, and each incident that is known with its own words."""

from dataclasses import dataclass
from datetime import datetime

from availability.overview.notices import MaintenanceNotice, maintenance_notices
from availability.overview.picture import KnownIncident, known_incidents
from tickets import inputs


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """`sentence` and `detail` are those of the status page; `incidents` are the published ones."""

    state: str
    sentence: str
    detail: str = ""
    incidents: tuple[KnownIncident, ...] = ()

    @property
    def is_disturbed(self) -> bool:
        return self.state in ("down", "degraded")

    @property
    def lead(self) -> KnownIncident | None:
        """The one incident that the sentence is about; None where there are several, or where it
        says more than that one."""
        one = len(self.incidents) == 1 and self.sentence == f"{self.incidents[0].title}."
        return self.incidents[0] if one else None


def service_now(at: datetime) -> Service:
    picture = inputs.book().picture
    headline = picture.headline(at)
    return Service(
        state=headline.state,
        sentence=headline.sentence,
        detail=headline.detail,
        incidents=tuple(known_incidents(picture)),
    )


def next_window(at: datetime) -> MaintenanceNotice | None:
    """The announced maintenance that begins next, or is under way."""
    return next(iter(maintenance_notices(inputs.book().picture.maintenance, at)), None)
