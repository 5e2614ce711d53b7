"""Generated facts of tickets: the acts come in any order that a ticket allows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tests.tickets.sla.cases import FIRST_ORDER, LONG_AGO, SELF_SERVICE, TERMS
from tickets.sla.off_the_clock import work_done
from tickets.sla.terms import CLASS_TESTS, Act, DecidedFinding, FactAtOpening, Limit, VerdictInputs

DAY = 86_400
opening = st.integers(0, 330 * DAY).map(
    lambda seconds: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)
)
lengths = st.integers(0, 5 * 3600) | st.integers(0, 6 * DAY)
limits = st.builds(Limit, st.sampled_from([1, 3600, 14_400]), st.sampled_from([None, 1, 14_400]))
terms = st.builds(
    lambda limits, **switches: replace(TERMS, limits=limits, **switches),
    st.fixed_dictionaries(dict.fromkeys(TERMS.limits, limits)) | st.just(TERMS.limits),
    elapsed=st.booleans(),
    from_downgrade=st.booleans(),
    orders_only=st.booleans(),
)
dated = st.none() | st.sampled_from(["yes", "no"]).map(
    lambda value: FactAtOpening(value, LONG_AGO, "seen", "Niamh")
)
findings = st.lists(
    st.sampled_from(["client-error", "client-negligence", "maintenance-cause", "no-fault"]).map(
        lambda kind: DecidedFinding(kind, "seen", "Niamh", LONG_AGO)
    ),
    max_size=1,
).map(tuple)


@st.composite
def periods(draw, opened_at):
    start = opened_at + timedelta(seconds=draw(st.integers(-2 * DAY, 8 * DAY)))
    return work_done(start, start + timedelta(seconds=draw(lengths)), "New disks")


class Course:
    """The acts that a ticket allows next."""

    def __init__(self):
        self.closed = self.qualified = False

    def verbs(self):
        if self.closed:
            return ["write", "reopen"]
        verbs = ["take", "reply", "ask", "answer", "write", "note", "close"]
        return [*verbs, "downgrade", "rectify"] if self.qualified else [*verbs, "qualify"]

    def go(self, verb):
        self.qualified = self.qualified or verb == "qualify"
        self.closed = verb == "close" or (self.closed and verb != "reopen")


@st.composite
def acts(draw, opened_at):
    course, at, done = Course(), opened_at, []
    for _ in range(draw(st.integers(0, 9))):
        at += timedelta(seconds=draw(lengths))
        verb = draw(st.sampled_from(course.verbs()))
        course.go(verb)
        act = Act(verb=verb, at=at, side="client" if verb == "write" else "support")
        if verb in ("qualify", "rectify"):
            test = draw(st.sampled_from(list(CLASS_TESTS)))
            act = act._replace(kind="fault", fault_class=CLASS_TESTS[test], class_test=test)
        elif verb == "close":
            reasons = ["resolved"] if course.qualified else ["duplicate", "spam"]
            act = act._replace(reason=draw(st.sampled_from([*reasons, "confirmed"])))
            if act.reason == "confirmed":
                act = act._replace(side="client")
        done.append(act)
    return tuple(done)


@st.composite
def facts(draw, terms=terms, acts=acts):
    opened_at = draw(opening)
    return VerdictInputs(
        opened_at=opened_at,
        terms=draw(terms),
        acts=draw(acts(opened_at)),
        plan=draw(st.sampled_from([SELF_SERVICE, SELF_SERVICE._replace(value="free"), None])),
        rate_limit=draw(dated),
        first_order=draw(st.sampled_from([FIRST_ORDER, None])),
        order_volume=draw(dated),
        low_priority=draw(st.booleans()),
        findings=draw(findings),
        maintenance=tuple(draw(st.lists(periods(opened_at), max_size=3))),
    )


def guaranteed(found):
    """The same ticket without anything that would go before its clocks (G9)."""
    return replace(
        found,
        plan=SELF_SERVICE,
        rate_limit=None,
        first_order=FIRST_ORDER,
        order_volume=None,
        low_priority=False,
        findings=(),
        terms=replace(found.terms, orders_only=False),
    )


def last(found):
    """The instant of the newest act."""
    return max([found.opened_at, *(act.at for act in found.acts)])
