"""What the service did in the demo's fourteen months: outages and maintenance as tables."""

from typing import NamedTuple


class DemoOutage(NamedTuple):
    """`days` before now at `hour`:`minute` GMT, for `minutes`. What the probe finds is down; a
    person declares what is degraded. `says` is published `after` minutes, None: by itself."""

    days: int
    hour: int
    minute: int
    minutes: int
    codes: tuple[str, ...]
    degraded: bool
    after: int | None
    title: str
    says: tuple[str, ...]
    cause: str
    remark: str
    evidence: str = ""
    problem: int | None = None


OUTAGES = [
    DemoOutage(
        398, 10, 12, 47, ("api", "ordering"), False, 7, "Orders and API interrupted",
        ("We are looking into failing calls.", "A release is taken back."),
        "release", "Release 318 taken back after 40 minutes.", problem=0,
    ),
    DemoOutage(
        351, 2, 40, 6, ("api",), False, None, "Interruption of the API", (),
        "application", "Restart of the gateway took longer than it should.",
    ),
    DemoOutage(
        300, 14, 5, 95, ("reports",), True, 15, "Reports are slow",
        ("Reports take minutes.", "The report server is being given more memory."),
        "systems", "Memory of the report server was used up.",
    ),
    DemoOutage(
        262, 8, 31, 74, ("api", "admin", "ordering"), False, 9, "No connection for some providers",
        ("Customers of two Irish providers do not reach us.", "The carrier works on its line."),
        "external_network", "Fibre cut near Naas; our side answered from other networks.",
        "Report of the carrier, and measurements from three other networks",
    ),
    DemoOutage(
        214, 9, 2, 63, ("ordering",), False, 6, "Orders do not arrive",
        ("Orders are not taken in.", "The queue is being moved to the second node."),
        "application", "Queue worker with a stale lock.", problem=0,
    ),
    DemoOutage(
        171, 20, 10, 980, ("api",), False, 11, "API interrupted through the night",
        (
            "The API does not answer.",
            "A disk has failed; the copy is being brought up.",
            "The copy is up and catches up with the last hours.",
        ),
        "systems", "Two disks of one mirror failed within an hour.",
    ),
    DemoOutage(
        128, 11, 20, 130, ("api",), True, 22, "API slower than usual",
        ("Calls take up to twenty seconds.", "An index is being rebuilt."),
        "application", "Index lost in the upgrade of the database.", problem=25,
    ),
    DemoOutage(
        83, 9, 45, 52, ("admin",), False, 8, "Client admin cannot be reached",
        ("Sign-ins end at once.", "A server is taken out of the rotation."),
        "application", "Node in the rotation while it was being replaced.", problem=23,
    ),
    DemoOutage(
        46, 13, 15, 28, ("api", "ordering"), False, 12, "Short interruption of ordering",
        ("Ordering and the API do not answer.",), "release", "Release 402 without its migration.",
    ),
    DemoOutage(
        18, 15, 30, 160, ("reports",), True, 20, "Statistics are late",
        ("Statistics of today are missing.", "They are being made again."),
        "application", "Nightly summary cut off.", problem=13,
    ),
    DemoOutage(
        2, 9, 20, 58, ("ordering",), False, 5, "Checkout does not finish",
        ("The last step of the checkout hangs.", "The cause is found; a fix is on its way."),
        "application", "Payment conditions locked by an import.", problem=1,
    ),
]  # fmt: skip
# The one that is still going on: it began so many minutes before now.
ONGOING = DemoOutage(
    0, 0, 0, 95, ("reports",), True, 14, "Exports take longer than usual",
    ("Exports of large ranges take up to half an hour.", "A second export server is started."),
    "", "",
)  # fmt: skip


class DemoMaintenance(NamedTuple):
    """Announced `ahead` days before; the work lasts `minutes`, its window `window` minutes."""

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


MAINTENANCE = [
    DemoMaintenance(380, 5, 7, 120, 95, ("api", "ordering"), "New disks for the database servers",
         "Ordering may pause for up to ten minutes."),
    DemoMaintenance(318, 4, 6, 90, 120, ("admin",), "Operating systems of the web servers",
         "The client admin restarts twice."),
    DemoMaintenance(247, 5, 9, 120, 60, ("api", "admin", "ordering", "reports"),
         "New switches in rack 4",
         "Short breaks of all connections.", moved=True),
    DemoMaintenance(186, 6, 5, 60, 40, ("reports",), "Reports move to a new server",
         "Reports stand still."),
    DemoMaintenance(110, 5, 7, 120, 0, ("api",), "Firewall of the API",
         "Not done.", cancelled=True),
    DemoMaintenance(62, 5, 8, 120, 100, ("api", "ordering"), "Upgrade of the database",
         "Ordering pauses for about an hour."),
    DemoMaintenance(25, 21, 4, 60, 50, ("ordering",), "Release 410 of ordering", "New last step.",
         "release"),
    DemoMaintenance(-6, 5, 9, 120, 0, ("api", "ordering"), "New disks for the database servers",
         "Ordering may pause for up to ten minutes."),
]  # fmt: skip
# Times without a measurement: days before now, hour, minutes.
SILENCES = [(325, 1, 190), (97, 16, 44)]
