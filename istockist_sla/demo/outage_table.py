"""Outages and gaps in the measurements of fourteen months, as tables."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoOutage:
    """`days` before now at `hour`:`minute` GMT, for `minutes`. The probe finds what is down, a
    person declares what is degraded. The first of `texts` is published after `published_after`
    minutes; None: by the cluster. `problem` is the index of the problem that clients report.
    `again`: further interruptions of one incident, minutes after the first began and how long."""

    days: int
    hour: int
    minute: int
    minutes: int
    codes: tuple[str, ...]
    degraded: bool
    published_after: int | None
    title: str
    texts: tuple[str, ...]
    cause: str
    remark: str
    evidence: str = ""
    problem: int | None = None
    again: tuple[tuple[int, int], ...] = ()


OUTAGES = [
    DemoOutage(
        days=398,
        hour=10,
        minute=12,
        minutes=47,
        codes=("api", "ordering"),
        degraded=False,
        published_after=7,
        title="Orders and API interrupted",
        texts=("We are looking into failing calls.", "A release is taken back."),
        cause="release",
        remark="Release 318 taken back after 40 minutes.",
        problem=0,
    ),
    DemoOutage(
        days=351,
        hour=2,
        minute=40,
        minutes=6,
        codes=("api",),
        degraded=False,
        published_after=None,
        title="Interruption of the API",
        texts=(),
        cause="application",
        remark="Restart of the gateway took longer than it should.",
    ),
    DemoOutage(
        days=300,
        hour=14,
        minute=5,
        minutes=95,
        codes=("reports",),
        degraded=True,
        published_after=15,
        title="Reports are slow",
        texts=("Reports take minutes.", "The report server is being given more memory."),
        cause="systems",
        remark="Memory of the report server was used up.",
    ),
    DemoOutage(
        days=262,
        hour=8,
        minute=31,
        minutes=74,
        codes=("api", "admin", "ordering"),
        degraded=False,
        published_after=9,
        title="No connection for some providers",
        texts=(
            "Customers of two Irish providers do not reach us.",
            "The carrier works on its line.",
        ),
        cause="external_network",
        remark="Fibre cut near Naas; our side answered from other networks.",
        evidence="Report of the carrier, and measurements from three other networks",
    ),
    DemoOutage(
        days=214,
        hour=9,
        minute=2,
        minutes=63,
        codes=("ordering",),
        degraded=False,
        published_after=6,
        title="Orders do not arrive",
        texts=("Orders are not taken in.", "The queue is being moved to the second node."),
        cause="application",
        remark="Queue worker with a stale lock.",
        problem=0,
    ),
    DemoOutage(
        days=171,
        hour=20,
        minute=10,
        minutes=980,
        codes=("api",),
        degraded=False,
        published_after=11,
        title="API interrupted through the night",
        texts=(
            "The API does not answer.",
            "A disk has failed; the copy is being brought up.",
            "The copy is up and catches up with the last hours.",
        ),
        cause="systems",
        remark="Two disks of one mirror failed within an hour.",
    ),
    DemoOutage(
        days=128,
        hour=11,
        minute=20,
        minutes=130,
        codes=("api",),
        degraded=True,
        published_after=22,
        title="API slower than usual",
        texts=("Calls take up to twenty seconds.", "An index is being rebuilt."),
        cause="application",
        remark="Index lost in the upgrade of the database.",
        problem=25,
    ),
    DemoOutage(
        days=83,
        hour=9,
        minute=45,
        minutes=52,
        codes=("admin",),
        degraded=False,
        published_after=8,
        title="Client admin cannot be reached",
        texts=("Sign-ins end at once.", "A server is taken out of the rotation."),
        cause="application",
        remark="Node in the rotation while it was being replaced.",
        problem=23,
    ),
    DemoOutage(
        days=46,
        hour=13,
        minute=15,
        minutes=28,
        codes=("api", "ordering"),
        degraded=False,
        published_after=12,
        title="Short interruption of ordering",
        texts=("Ordering and the API do not answer.",),
        cause="release",
        remark="Release 402 without its migration.",
    ),
    DemoOutage(
        days=33,
        hour=7,
        minute=10,
        minutes=6,
        codes=("api",),
        degraded=False,
        published_after=3,
        title="API interrupted several times",
        texts=("The API does not answer now and then.",),
        cause="application",
        remark="A worker ran out of memory and was started anew, three times.",
        again=((20, 4), (44, 8)),
    ),
    DemoOutage(
        days=18,
        hour=15,
        minute=30,
        minutes=160,
        codes=("reports",),
        degraded=True,
        published_after=20,
        title="Statistics are late",
        texts=("Statistics of today are missing.", "They are being made again."),
        cause="application",
        remark="Nightly summary cut off.",
        problem=13,
    ),
    DemoOutage(
        days=2,
        hour=9,
        minute=20,
        minutes=58,
        codes=("ordering",),
        degraded=False,
        published_after=5,
        title="Checkout does not finish",
        texts=("The last step of the checkout hangs.", "The cause is found; a fix is on its way."),
        cause="application",
        remark="Payment conditions locked by an import.",
        problem=1,
    ),
]
# The one that is still going on: it began so many minutes before now.
ONGOING = DemoOutage(
    days=0,
    hour=0,
    minute=0,
    minutes=95,
    codes=("reports",),
    degraded=True,
    published_after=14,
    title="Exports take longer than usual",
    texts=(
        "Exports of large ranges take up to half an hour.",
        "A second export server is started.",
    ),
    cause="",
    remark="",
)
# Declared by a person when it was long over; the probe had answers all the time, so that it counts
# once another person approves it, which nobody has done yet.
DECLARED_LATER = DemoOutage(
    days=5,
    hour=10,
    minute=5,
    minutes=26,
    codes=("api",),
    degraded=False,
    published_after=None,
    title="API refused calls with a renewed key",
    texts=("Calls with a key renewed that morning were refused.",),
    cause="application",
    remark="Seen in the gateway's log; the probe's own key was not renewed.",
)
# Times without a measurement: days before now, hour, minutes.
MEASUREMENT_GAPS = [(325, 1, 190), (97, 16, 44)]
