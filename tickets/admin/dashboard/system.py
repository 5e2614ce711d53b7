"""A System administrator's first page: whether everything runs, what needs a person, who is who."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django_q.models import Failure

from istockist_sla.core import roles
from istockist_sla.core.health import Health
from istockist_sla.core.lib.text import clock_gmt, counted, duration
from istockist_sla.core.models import Letter, RoleProposal, User
from tickets.admin import counters
from tickets.admin.dashboard_alerts import alerts
from tickets.models import InboundMail

WELL, LOOK, FAILING = "ok", "medium", "critical"
MOST_OF_A_KIND, MOST_NAMES = 3, 3
SENDERS = {"checked": "our mail server checks them", "unchecked": "nobody checks senders"}
MARKS = {WELL: "m-met", LOOK: "m-medium", FAILING: "m-missed"}


class Check(NamedTuple):
    name: str
    state: str
    words: str

    @property
    def mark(self) -> str:
        return MARKS[self.state]


class Need(NamedTuple):
    """What waits for a person, when it came, and where it is dealt with, if on a page."""

    icon: str
    title: str
    text: str
    url: str = ""
    at: datetime | None = None


class RoleRow(NamedTuple):
    name: str
    people: list[User]

    @property
    def shown(self) -> str:
        names = ", ".join(str(person) for person in self.people[:MOST_NAMES])
        more = len(self.people) - MOST_NAMES
        return f"{names} and {more} more" if more > 0 else names or "nobody"

    @property
    def factors(self) -> str:
        """How many have a second factor."""
        number = sum(person.has_factor for person in self.people)  # type: ignore[attr-defined]
        if not self.people:
            return ""
        return "all" if number == len(self.people) else f"{number} of {len(self.people)}"


# What of these waits stands among the needs row by row.
WITH_ROWS = {"Received mail", "Undelivered letters", "Tasks"}
Words = Callable[[Any], str]
# Each part of the system: its name, what it is called where it fails, the key and words of what
# was seen of it.
PARTS: list[tuple[str, str, str, Words]] = [
    ("Database", "database", "database", lambda seen: "answers"),
    ("Background", "cluster", "cluster_heartbeat_age", lambda seen: _ago("heartbeat", seen)),
    (
        "Letters",
        "letters",
        "oldest_waiting_letter_age",
        lambda seen: "none waits" if seen is None else f"the oldest waits {duration(seen)}",
    ),
    (
        "Undelivered letters",
        "undelivered",
        "undelivered_letters",
        lambda seen: f"{counted(seen, 'letter')} to decide about" if seen else "none",
    ),
    (
        "Mailboxes",
        "mailbox",
        "mailbox",
        lambda seen: "none is fetched from" if seen == "none" else str(seen),
    ),
    (
        "Room for files",
        "storage",
        "free_bytes",
        lambda seen: "not known" if seen is None else f"{seen / 1e9:.1f} GB free",
    ),
    (
        "Senders with much mail",
        "flood",
        "floods",
        lambda seen: f"{counted(seen, 'sender')} to decide about" if seen else "none",
    ),
    ("Sender checks", "senders", "senders", lambda seen: SENDERS[seen]),
    (
        "Virus scanner",
        "virus scanner",
        "virus_scanner_silent_for",
        lambda seen: "no file waits" if seen is None else f"files wait since {duration(seen)}",
    ),
    (
        "Probes",
        "probes",
        "last_measurement_age",
        lambda seen: "none is asked" if seen is None else _ago("measurement", seen),
    ),
]


def build(user: User, now: datetime) -> dict[str, Any]:
    counts = counters.count(user, now, {"failed tasks": counters.up_to_cap(Failure.objects.all())})
    checks = list(_checks(counters.examined(now), counts))
    needs = sorted(_needs(user, now), key=lambda need: need.at or now)
    return {
        "sentence": _sentence(checks),
        "checks": checks,
        "needs": [*_failing(checks), *needs],
        "roles": _roles(),
        "alerts": alerts(user, now),
    }


def _ago(what: str, seen: int | None) -> str:
    return f"no {what} yet" if seen is None else f"{what} {duration(seen)} ago"


def _checks(report: Health, counts: counters.Counts) -> Iterator[Check]:
    for name, code, key, words in PARTS:
        state = FAILING if code in report.problems else WELL
        if code in report.undecided:
            state = LOOK
        if key in report.parts:
            yield Check(name, state, words(report.parts[key]))
    parked, failed = counts["parked"], counts["failed tasks"]
    parked_words = f"{counters.shown(parked)} parked" if parked else "none parked"
    yield Check("Received mail", FAILING if parked else WELL, parked_words)
    failed_words = f"{counters.shown(failed)} failed" if failed else "none failed"
    yield Check("Tasks", LOOK if failed else WELL, failed_words)


def _failing(checks: list[Check]) -> Iterator[Need]:
    """Parts of the system that do not work, and have no page where that could be mended."""
    for check in checks:
        if check.state == FAILING and check.name not in WITH_ROWS:
            yield Need(check.mark, f"{check.name}: not as it should be", check.words)


def _sentence(checks: list[Check]) -> tuple[str, str]:
    well = sum(check.state == WELL for check in checks)
    wrong = len(checks) - well
    if not wrong:
        return "Everything runs.", f"All {len(checks)} checks are well."
    first = "One thing needs you." if wrong == 1 else f"{wrong} things need you."
    return first, f"{well} of {len(checks)} checks are well."


def _needs(user: User, now: datetime) -> Iterator[Need]:
    """The first of each kind, the oldest first."""
    mails = InboundMail.objects.filter(state=InboundMail.State.PARKED).defer("raw")
    for mail in mails.order_by("received_at")[:MOST_OF_A_KIND]:
        url = reverse("admin:tickets_inboundmail_change", args=[mail.pk])
        title = f"Parked mail from {mail.sender}"
        yield Need("circle-slash", title, str(mail), url, mail.received_at)
    for letter in Letter.objects.undecided().order_by("created_at")[:MOST_OF_A_KIND]:
        url = reverse("admin:core_letter_change", args=[letter.pk])
        is_failed = letter.state == Letter.State.FAILED
        title = f"Letter to {letter.to_address} {'failed' if is_failed else 'is unclear'}"
        yield Need("mail", title, letter.last_error or str(letter), url, letter.created_at)
    for task in Failure.objects.order_by("stopped")[:MOST_OF_A_KIND]:
        url = reverse("admin:django_q_failure_change", args=[task.pk])
        yield Need("clock-alert", f"Task {task.name} failed", str(task.func), url, task.stopped)
    proposals = RoleProposal.objects.to_decide_by(user).select_related("person", "proposer")
    for proposal in proposals.order_by("proposed_at")[:MOST_OF_A_KIND]:
        url = reverse("admin:core_roleproposal_change", args=[proposal.pk])
        title = f"{proposal.get_change_display()}: {proposal.person}"
        told = f"proposed {clock_gmt(proposal.proposed_at, now)}: {proposal.reason}"
        yield Need("user-round-check", title, told, url, proposal.proposed_at)


def _roles() -> list[RoleRow]:
    factor = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    people = User.objects.filter(is_staff=True, is_active=True).annotate(has_factor=factor)
    rows: dict[str, list[User]] = {name: [] for name in roles.ROLES}
    for person in people.prefetch_related("groups").order_by("name"):
        for group in person.groups.all():
            if group.name in rows:
                rows[group.name].append(person)
    return [RoleRow(name, found) for name, found in rows.items() if name != roles.TECHNICAL]
