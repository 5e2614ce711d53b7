"""Maintenance of fourteen months, and the one that is announced, as a table."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoMaintenance:
    """Announced `ahead` days before; the work takes `minutes`, in a window of `window` minutes.

    `recorded_after`: so many minutes after the window began the work was written down, which nobody
    has approved yet. `skipped`: the window passed and nobody began.
    """

    days: int
    hour: int
    ahead: int
    window: int
    minutes: int
    codes: tuple[str, ...]
    title: str
    text: str
    kind: str = "technical"
    moved: bool = False
    cancelled: bool = False
    skipped: bool = False
    recorded_after: int | None = None


MAINTENANCE = [
    DemoMaintenance(
        days=380,
        hour=5,
        ahead=7,
        window=120,
        minutes=95,
        codes=("api", "ordering"),
        title="New disks for the database servers",
        text="Ordering may pause for up to ten minutes.",
    ),
    DemoMaintenance(
        days=318,
        hour=4,
        ahead=6,
        window=90,
        minutes=120,
        codes=("admin",),
        title="Operating systems of the web servers",
        text="The client admin restarts twice.",
    ),
    DemoMaintenance(
        days=247,
        hour=5,
        ahead=9,
        window=120,
        minutes=60,
        codes=("api", "admin", "ordering", "reports"),
        title="New switches in rack 4",
        text="Short breaks of all connections.",
        moved=True,
    ),
    DemoMaintenance(
        days=186,
        hour=6,
        ahead=5,
        window=60,
        minutes=40,
        codes=("reports",),
        title="Reports move to a new server",
        text="Reports stand still.",
    ),
    DemoMaintenance(
        days=110,
        hour=5,
        ahead=7,
        window=120,
        minutes=0,
        codes=("api",),
        title="Firewall of the API",
        text="Not done.",
        cancelled=True,
    ),
    DemoMaintenance(
        days=62,
        hour=5,
        ahead=8,
        window=120,
        minutes=100,
        codes=("api", "ordering"),
        title="Upgrade of the database",
        text="Ordering pauses for about an hour.",
    ),
    DemoMaintenance(
        days=25,
        hour=21,
        ahead=4,
        window=60,
        minutes=50,
        codes=("ordering",),
        title="Release 410 of ordering",
        text="New last step.",
        kind="release",
    ),
    DemoMaintenance(
        days=12,
        hour=5,
        ahead=6,
        window=60,
        minutes=0,
        codes=("admin",),
        title="Certificates of the web servers",
        text="The client admin may ask for a new sign-in.",
        skipped=True,
    ),
    DemoMaintenance(
        days=3,
        hour=5,
        ahead=5,
        window=90,
        minutes=52,
        codes=("api", "ordering"),
        title="Cables of the storage in rack 2",
        text="Ordering may pause for a minute or two.",
        recorded_after=250,
    ),
    DemoMaintenance(
        days=-6,
        hour=5,
        ahead=9,
        window=120,
        minutes=0,
        codes=("api", "ordering"),
        title="New disks for the database servers",
        text="Ordering may pause for up to ten minutes.",
    ),
]
