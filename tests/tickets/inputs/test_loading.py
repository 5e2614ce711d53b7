"""Which terms and facts judge a ticket: those in force at its opening (V1, P4)."""

from datetime import UTC, datetime, timedelta

import pytest

from availability import incidents
from availability.models import Component
from tests.conftest import OPENED
from tests.factories import FactFactory
from tickets import inputs, lifecycle
from tickets.models import Agreement, AgreementVersion, HolidayList
from tickets.sla.verdict import judge

pytestmark = pytest.mark.django_db
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


def published(effective_from, agreement=None, critical_hours=1, **switches) -> AgreementVersion:
    """A further version, in force from an instant."""
    first = AgreementVersion.objects.get(agreement__client=None, number=1)
    version = AgreementVersion.objects.create(
        agreement=agreement or first.agreement,
        number=2,
        calendar=first.calendar,
        effective_from=effective_from,
        **switches,
    )
    for fault_class in ("critical", "medium", "low"):
        version.limits.create(fault_class=fault_class, response_seconds=critical_hours * 3600)
    AgreementVersion.objects.filter(pk=version.pk).update(published_at=effective_from - DAY)
    return version


def holidays(day, effective_from) -> HolidayList:
    first = HolidayList.objects.get(year=2026, number=1)
    rows = HolidayList.objects.create(
        calendar=first.calendar, year=2026, number=2, effective_from=effective_from
    )
    rows.days.create(day=day, name="Decreed")
    HolidayList.objects.filter(pk=rows.pk).update(published_at=effective_from - DAY)
    return rows


def response(ticket, now=OPENED + 20 * DAY):
    return judge(inputs.load_inputs(ticket), now=now).response


def test_a_version_that_takes_effect_in_mid_ticket_leaves_it_alone(ticket):
    published(OPENED + HOUR)
    assert response(ticket).limit == 4 * 3600


def test_a_ticket_opened_at_the_instant_of_effect_follows_the_new_version(open_ticket):
    published(OPENED + HOUR)
    assert response(open_ticket(at=OPENED + HOUR)).limit == 3600


def test_a_draft_judges_nothing(open_ticket):
    first = AgreementVersion.objects.get(agreement__client=None, number=1)
    draft = AgreementVersion.objects.create(
        agreement=first.agreement, number=2, calendar=first.calendar, effective_from=OPENED - DAY
    )
    draft.limits.create(fault_class="critical", response_seconds=60)
    assert response(open_ticket()).limit == 4 * 3600


def test_a_holiday_added_later_judges_tickets_opened_from_then_on(open_ticket):
    before = open_ticket(at=OPENED)
    holidays(OPENED.date() + DAY, effective_from=OPENED + HOUR)
    after = open_ticket(at=OPENED + HOUR)
    next_day = OPENED + DAY + HOUR
    assert inputs.load_inputs(before).terms.calendar.is_open(next_day)
    assert not inputs.load_inputs(after).terms.calendar.is_open(next_day)


def test_before_version_1_nothing_is_covered(open_ticket):
    ticket = open_ticket(at=datetime(2019, 10, 28, 12, tzinfo=UTC))
    assert (response(ticket).verdict, response(ticket).reason) == ("not covered", "no-agreement")


def test_a_fact_that_ends_at_the_opening_instant_no_longer_holds(open_ticket, meadow):
    FactFactory(client=meadow, kind="rate_limit", value="yes", since=OPENED - DAY)
    FactFactory(client=meadow, kind="rate_limit", value="no", since=OPENED)
    assert response(open_ticket()).verdict == "running"


def test_a_fact_that_begins_at_the_opening_instant_holds(open_ticket, meadow):
    FactFactory(client=meadow, kind="rate_limit", value="yes", since=OPENED)
    assert response(open_ticket()).reason == "rate-limit"


def test_a_fact_that_begins_after_the_opening_plays_no_part(open_ticket, meadow):
    FactFactory(client=meadow, kind="rate_limit", value="yes", since=OPENED + SECOND)
    assert response(open_ticket()).verdict == "running"


def test_of_two_rows_for_one_instant_the_later_one_holds(open_ticket, meadow):
    FactFactory(client=meadow, kind="rate_limit", value="yes", since=OPENED - DAY)
    FactFactory(client=meadow, kind="rate_limit", value="no", since=OPENED - DAY)
    assert response(open_ticket()).verdict == "running"


def test_the_plan_of_the_opening_decides(open_ticket, meadow):
    FactFactory(client=meadow, kind="plan", value="free", since=OPENED + HOUR)
    assert response(open_ticket()).verdict == "running"
    assert response(open_ticket(at=OPENED + HOUR)).reason == "free-plan"


class TestPremium:
    @pytest.fixture
    def own(self, meadow):
        agreement = Agreement.objects.create(name="Premium of Meadow", client=meadow)
        return published(OPENED - DAY, agreement, critical_hours=2, fix_is_contractual=True)

    def test_a_clients_own_agreement_holds_while_its_premium_fact_says_so(
        self, own, open_ticket, meadow
    ):
        FactFactory(client=meadow, kind="premium", value="yes", since=OPENED)
        terms = inputs.load_inputs(open_ticket()).terms
        assert (terms.limits["critical"].response, terms.fix_is_contractual) == (7200, True)

    def test_without_premium_the_standard_agreement_holds(self, own, open_ticket):
        assert response(open_ticket()).limit == 4 * 3600

    def test_another_clients_agreement_plays_no_part(self, own, open_ticket, charlie):
        FactFactory(client=charlie.client, kind="premium", value="yes", since=OPENED - DAY)
        assert response(open_ticket(administrator=charlie)).limit == 4 * 3600


class TestMaintenance:
    @pytest.fixture
    def announced(self, ruairi):
        return incidents.announce(
            kind="technical",
            title="New disks",
            text="",
            components=[Component.objects.get(code="ordering")],
            starts_at=OPENED + HOUR,
            ends_at=OPENED + 3 * HOUR,
            by=ruairi,
            at=OPENED - DAY,
        )

    def test_an_announced_window_counts_for_neither_clock(self, announced, ticket):
        assert response(ticket, OPENED).due_at == OPENED + 6 * HOUR

    def test_of_a_window_only_the_work_really_done_is_left_out(self, announced, ticket, ruairi):
        incidents.begin_work(announced, by=ruairi, at=OPENED + HOUR)
        incidents.end_work(announced, by=ruairi, at=OPENED + 2 * HOUR)
        assert response(ticket).due_at == OPENED + 5 * HOUR

    def test_work_on_other_components_counts(self, announced, ticket, aoife):
        lifecycle.qualify(
            ticket.pk,
            class_test="inaccessible",
            components=[Component.objects.get(code="api")],
            by=aoife,
            at=OPENED + HOUR,
            seen=None,
        )
        assert response(ticket).due_at == OPENED + 4 * HOUR
