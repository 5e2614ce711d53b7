"""Second by second, as the agreement is read, against the figures of months made by the doors."""

from bisect import bisect_right
from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import pairwise, product

import pytest

from availability import figures
from availability.coverage import epoch, instant_of
from availability.figures import Asked
from availability.models import (
    Component,
    Exclusion,
    Impact,
    Interruption,
    Maintenance,
    Measurement,
)
from availability.uptime import AS_WRITTEN, SCHEDULED, AvailabilityTerms, Bucket
from tests.availability.instants import gmt
from tests.availability.marks import mark_all
from tests.availability.test_history import Company

pytestmark = pytest.mark.django_db
STEPS = (30, 60, 119, 120, 121, 240)
START, UNTIL = gmt("09:00"), gmt("18:00")
HALF_HOURS = [START + n * timedelta(minutes=30) for n in range(1, 18)]


class Seconds:
    """One component, asked of each second anew; nothing here is shared with the engine."""

    def __init__(self, component, until, release_is_maintenance):
        checks = Measurement.objects.filter(component=component).order_by("second")
        self.checks = [(check.second, check.ok) for check in checks]
        self.until = until
        self.exclusions = list(Exclusion.objects.filter(approved=True, components=component))
        self.interruptions = list(Interruption.objects.filter(component=component))
        work = Maintenance.objects.filter(components=component).prefetch_related("windows")
        self.work = [each for each in work if release_is_maintenance or each.kind == "technical"]

    def result(self, at):
        """Of the last measurement, which speaks for 120 seconds (A6)."""
        place = bisect_right(self.checks, (epoch(at), True))
        if not place or epoch(at) - self.checks[place - 1][0] >= 120:
            return None
        return self.checks[place - 1][1]

    def bucket(self, at):
        if self.is_excluded(at):
            return Bucket.EXCLUDED
        if any(each.cause == "systems" and self.covers(each, at) for each in self.exclusions):
            return Bucket.SYSTEMS_DOWN
        result = self.result(at)
        if any(self.is_down(each, at, result) for each in self.interruptions):
            return Bucket.DOWN
        return Bucket.UNKNOWN if result is None else Bucket.UP

    def is_excluded(self, at):
        claims = any(each.cause != "systems" and self.covers(each, at) for each in self.exclusions)
        return claims or any(self.is_planned(each, at) for each in self.work)

    @staticmethod
    def covers(exclusion, at):
        return exclusion.starts_at <= at < exclusion.ends_at

    def is_planned(self, work, at):
        """Announced in the bounds that held at that second, and done (A4)."""
        windows = sorted(work.windows.all(), key=lambda each: each.pk)
        known = [each for each in windows if each.published_at <= at]
        if not known or not known[-1].starts_at <= at < known[-1].ends_at:
            return False
        if not any(each.published_at < each.starts_at for each in known):
            return False
        end = work.work_ended_at or windows[-1].ends_at
        return work.work_started_at is not None and work.work_started_at <= at < end

    def is_down(self, interruption, at, result):
        """What a person declared is up where the probe had an answer, until approved (A5)."""
        end = interruption.ended_at or self.until
        if interruption.impact != Impact.DOWN or interruption.withdrawn:
            return False
        if not interruption.started_at <= at < end:
            return False
        return interruption.by_probe or interruption.approved is True or result is not True


def measure(component, until, chance):
    """With one cadence for an hour or so, then another; some hours in silence."""
    at, rows = START - timedelta(minutes=3), []
    while at < until:
        end, step = at + timedelta(minutes=chance.randint(20, 90)), chance.choice(STEPS)
        silent, failing = chance.random() < 0.2, chance.random() * 0.6
        while at < end:
            ok = chance.random() >= failing
            if not silent:
                error = "" if ok else "timeout"
                rows.append(Measurement(component=component, second=epoch(at), ok=ok, error=error))
            at += timedelta(seconds=step)
    Measurement.objects.bulk_create(rows)


@pytest.fixture(params=range(3))
def company(request, aoife, niamh, ruairi):
    """A day of the company, with its measurements."""
    company = Company(request.param, [aoife, niamh, ruairi])
    company.components = list(Component.objects.filter(code__in=["api", "ordering"]))
    for component in company.components:
        measure(component, gmt("19:00"), company.chance)
    while company.now < gmt("19:00"):
        company.act()
    return company


def test_each_second_is_what_the_agreement_says(company):
    for component, release in product(company.components, (False, True)):
        seconds = Seconds(component, UNTIL, release)
        instants = [instant_of(second) for second in range(epoch(START), epoch(UNTIL))]
        buckets = Counter(seconds.bucket(at) for at in instants)
        measured = sum(
            not seconds.is_excluded(at) and seconds.result(at) is not None for at in instants
        )
        counted = len(instants) - buckets[Bucket.EXCLUDED]
        terms = AvailabilityTerms(release_is_maintenance=release)
        figure = figures.month_figure(component, START, gmt("23:00"), at=UNTIL, terms=terms)
        assert {each: getattr(figure, each) for each in Bucket} == {
            each: buckets[each] for each in Bucket
        }
        assert figure.coverage == (measured, counted)


def figures_of(company):
    return [
        figures.month_figure(component, START, gmt("23:00"), at=UNTIL)
        for component in company.components
    ]


def test_marks_of_measurements_change_no_figure(company):
    before = figures_of(company)
    assert mark_all()
    assert figures_of(company) == before


def test_nor_do_those_of_measurements_that_are_gone_or_moved(company):
    mark_all()
    ids = list(Measurement.objects.values_list("pk", flat=True))
    gone, moved = (company.chance.sample(ids, len(ids) // 5) for _ in range(2))
    Measurement.objects.filter(pk__in=gone).delete()
    for check in Measurement.objects.filter(pk__in=moved):
        check.second += 7
        check.save()
    marked = figures_of(company)
    assert not Measurement.objects.wrongly_marked().exists()
    Measurement.objects.update(follows=False)
    assert marked == figures_of(company)


@pytest.mark.parametrize("at", [UNTIL, gmt("12:34") + timedelta(seconds=56, microseconds=789)])
def test_of_several_months_each_is_as_alone(company, at):
    bounds = [START, *sorted(company.chance.sample(HALF_HOURS, 6)), gmt("23:00")]
    months = [Asked(*each) for each in pairwise(bounds) if each[0] < at]
    company.chance.shuffle(months)
    for component in company.components:
        alone = [
            figures.month_figure(component, start, end, at=at, terms=terms)
            for start, end, terms in months
        ]
        assert figures.month_figures(component, months, at=at) == alone


@pytest.mark.parametrize("system_uptime", [AS_WRITTEN, SCHEDULED])
def test_the_events_alone_give_the_same_figures(company, system_uptime):
    terms = AvailabilityTerms(system_uptime=system_uptime)
    tomorrow = company.now + timedelta(days=1)
    for component in company.components:
        ask = partial(figures.month_figure, component, START, gmt("23:00"), at=UNTIL, terms=terms)
        assert ask() == ask(as_of=tomorrow)
