"""The events alone tell the rows: as they are now, and as they were before any instant."""

import random
from datetime import timedelta

import pytest

from availability import figures, history, incidents
from availability.coverage import epoch
from availability.history import carriers
from availability.history.maintenance import MaintenanceHistory
from availability.history.outages import Outages
from availability.models import (
    Cause,
    CauseStatement,
    Component,
    Correction,
    Exclusion,
    Impact,
    ImportBatch,
    Interruption,
    LateWork,
    Maintenance,
    Outage,
    OutageUpdate,
)
from availability.rows import Records
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Company:
    """Acts of its people and its probe at random; most of them the doors refuse."""

    def __init__(self, seed, people):
        self.chance, self.people, self.now = random.Random(seed), people, gmt("08:00")
        self.components = list(Component.objects.all())

    def act(self):
        self.now += timedelta(seconds=self.chance.randint(1, 1500))
        act = self.chance.choice(ACTS)
        try:
            act(self)
        except ActionRefused:
            return False
        return True

    def any(self, rows):
        found = list(rows.order_by("pk"))
        if not found:
            raise ActionRefused("There is none.")
        return self.chance.choice(found)

    def some(self):
        return self.chance.sample(self.components, self.chance.randint(1, 2))

    def earlier(self, most=90):
        return self.now - self.chance.randint(0, most) * MINUTE

    @property
    def author(self):
        return {"by": self.chance.choice(self.people), "at": self.now}

    def declare(self):
        impacts = {each: self.chance.choice(list(Impact)) for each in self.some()}
        end = self.chance.choice([None, self.earlier(30)])
        incidents.declare(
            title="x", impacts=impacts, started_at=self.earlier(), ended_at=end, **self.author
        )

    def confirm(self):
        component = self.chance.choice(self.components)
        incidents.confirm(component, started_at=self.now - MINUTE, at=self.now)

    def recover(self):
        component = self.chance.choice(self.components)
        incidents.recover(component, ended_at=self.now - timedelta(seconds=30), at=self.now)

    def end(self):
        outage = self.any(Outage.objects.all())
        incidents.end(outage, ended_at=self.earlier(20), text="x", **self.author)

    def publish(self):
        incidents.publish(self.any(Outage.objects.all()), text="x", **self.author)

    def publish_overdue(self):
        incidents.publish_overdue(at=self.now)

    def update(self):
        stage, outage = OutageUpdate.Stage.IDENTIFIED, self.any(Outage.objects.all())
        incidents.update(outage, stage=stage, text=str(self.now), **self.author)

    def state_cause(self):
        outage, cause = self.any(Outage.objects.all()), self.chance.choice(list(Cause))
        incidents.state_cause(outage, cause=cause, evidence="x", **self.author)

    def propose_exclusion(self):
        outage = self.chance.choice([None, self.any(Outage.objects.all())])
        incidents.propose_exclusion(
            outage=outage,
            components=self.some(),
            cause=self.chance.choice(list(Cause)),
            starts_at=self.earlier(),
            ends_at=self.earlier(30),
            evidence="x",
            **self.author,
        )

    def correct(self):
        interruption = self.any(Interruption.objects.filter(ended_at__isnull=False))
        incidents.propose_correction(
            interruption,
            component=self.chance.choice([None, *self.components]),
            impact=self.chance.choice(list(Impact)),
            starts_at=interruption.started_at - self.chance.randint(0, 5) * MINUTE,
            ends_at=min(self.now, interruption.ended_at + self.chance.randint(-5, 30) * MINUTE),
            reason="x",
            **self.author,
        )

    def withdraw(self):
        interruption = self.any(Interruption.objects.filter(ended_at__isnull=False))
        incidents.propose_withdrawal(interruption, reason="x", **self.author)

    def split(self):
        outage = self.any(Outage.objects.filter(interruptions__isnull=False))
        rows = list(outage.interruptions.order_by("pk"))
        incidents.split(
            outage,
            interruptions=self.chance.sample(rows, self.chance.randint(0, len(rows))),
            title="x",
            text="x",
            reason="x",
            **self.author,
        )

    def separate(self):
        outage = self.any(Outage.objects.filter(part_of__isnull=False))
        incidents.separate(outage, text="x", reason="x", **self.author)

    def merge(self):
        one, other = (self.any(Outage.objects.all()) for _ in range(2))
        incidents.merge(one, into=other, reason="x", **self.author)

    def decide(self):
        rows, *doors = self.chance.choice(DECISIONS)
        self.chance.choice(doors)(self.any(rows.objects.to_decide()), **self.author)

    def read_import(self):
        """Checks of five minutes, the middle ones failed, and now and then an outage."""
        author = self.author
        batch = ImportBatch.objects.create(
            format="csv-checks", evidence="x", read_by=author["by"], read_at=self.now
        )
        start = self.earlier(300) - 5 * MINUTE
        component = self.chance.choice(self.components)
        for minute, ok in enumerate((True, False, False, True, True)):
            second = epoch(start + minute * MINUTE)
            batch.waiting.create(component=component, second=second, ok=ok)
        if self.chance.random() < 0.3:
            batch.outages.create(
                source="csv-outages",
                source_id=str(batch.pk),
                component=self.chance.choice(self.components),
                title="x",
                impact=self.chance.choice(list(Impact)),
                starts_at=start,
                ends_at=start + MINUTE,
            )
        incidents.propose_import(batch, **author)

    def explain_gap(self):
        incidents.explain_gap(
            components=self.some(),
            starts_at=self.earlier(),
            ends_at=self.earlier(30),
            text="x",
            **self.author,
        )

    def announce(self):
        incidents.announce(
            kind=self.chance.choice(list(Maintenance.Kind)),
            title="x",
            text="",
            components=self.some(),
            **self.window(),
            **self.author,
        )

    def window(self):
        start = self.now + self.chance.randint(-5, 60) * MINUTE
        return {"starts_at": start, "ends_at": start + self.chance.randint(10, 90) * MINUTE}

    def move(self):
        incidents.move(self.any(Maintenance.objects.all()), **self.window(), **self.author)

    def cancel(self):
        incidents.cancel(self.any(Maintenance.objects.all()), **self.author)

    def work(self):
        door = self.chance.choice([incidents.begin_work, incidents.end_work])
        at = self.chance.choice([self.now, self.earlier(30)])
        maintenance = self.any(Maintenance.objects.all())
        door(maintenance, by=self.chance.choice(self.people), at=at, recorded_at=self.now)


DECISIONS = [
    (Interruption, incidents.approve_interruption, incidents.refuse_interruption),
    (Correction, incidents.approve_correction, incidents.refuse_correction),
    (CauseStatement, incidents.approve_cause, incidents.refuse_cause),
    (Exclusion, incidents.approve_exclusion, incidents.refuse_exclusion),
    (LateWork, incidents.approve_work, incidents.refuse_work),
    (ImportBatch, incidents.approve_import, incidents.refuse_import),
]
OFTEN = [Company.decide] * 4 + [Company.work] * 3 + [Company.recover] * 3 + [Company.correct] * 2
ACTS = [
    *OFTEN,
    Company.declare,
    Company.confirm,
    Company.end,
    Company.publish,
    Company.publish_overdue,
    Company.update,
    Company.state_cause,
    Company.withdraw,
    Company.split,
    Company.split,
    Company.separate,
    Company.merge,
    Company.propose_exclusion,
    Company.read_import,
    Company.explain_gap,
    Company.announce,
    Company.move,
    Company.cancel,
]


@pytest.mark.parametrize("seed", range(6))
def test_the_events_tell_the_rows_of_now_and_of_every_instant_before(seed, aoife, niamh, ruairi):
    company, told = Company(seed, [aoife, niamh, ruairi]), []
    for _ in range(120):
        if company.act():
            told.append((company.now + timedelta(seconds=1), figures.stored()))
    assert figures.told() == figures.stored()
    for cut, rows in told[:: len(told) // 12]:
        assert figures.told(recorded_before=cut) == rows


def test_the_random_histories_take_every_step(aoife, niamh, ruairi):
    company = Company(97, [aoife, niamh, ruairi])
    for _ in range(900):
        company.act()
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert set(VERBS) - verbs == set()


def test_an_act_is_told_from_its_recording_on_and_not_from_its_instant(announce, ruairi):
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"), recorded_at=gmt("22:30"))
    assert figures.told(gmt("22:30")).late_work == {}
    [late] = figures.told(gmt("22:30:01")).late_work.values()
    assert late.at == gmt("22:00")


def test_before_the_first_event_there_is_nothing():
    assert history.fold([]) == Records()


VERBS = carriers(Outages(), MaintenanceHistory())


def test_no_event_holds_anything_but_ids_codes_and_instants(aoife, niamh, ruairi):
    company = Company(7, [aoife, niamh, ruairi])
    for _ in range(150):
        company.act()
    texts = [text for data in Event.objects.values_list("data", flat=True) for text in _texts(data)]
    assert texts
    assert "x" not in texts


def _texts(data):
    if isinstance(data, dict):
        return [text for value in data.values() for text in _texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in _texts(value)]
    return [data] if isinstance(data, str) else []
