"""A client is set up, and given new terms, with a look at what will come of it (P3, P4, V1)."""

import pytest

from tests.tickets.admin.conftest import step_url
from tickets import inputs
from tickets.models import AgreementVersion, Client, ClientAdministrator

ADD = "/desk/tickets/client/add/"
TOLKA = {
    "name": "Tolka Paper Co.",
    "code": "tolka",
    "plan": "custom",
    "evidence": "Order 17",
    "premium_on": "2026-03-15",
    "response_critical": "2",
    "administrator_name": "Una Daly",
    "administrator_email": "una@tolka.example",
}
TERMS = {
    "effective_on": "2026-04-01",
    "response_critical": "3",
    "response_medium": "6",
    "response_low": "9:30",
    "index_percent": "99",
}


@pytest.fixture
def keeper(client, sys):
    client.force_login(sys)
    return client


@pytest.fixture
def terms(calendar_id):
    return {**TERMS, "calendar": calendar_id}


@pytest.fixture
def calendar_id(db):
    return AgreementVersion.objects.get().calendar_id


def test_the_preview_says_what_comes_of_it_and_records_nothing(keeper):
    page = keeper.post(ADD, TOLKA)
    lines = " ".join(page.context["preview"])
    assert "is judged by Standard agreement, version 1" in lines
    assert "SLA Premium from 15\xa0Mar\xa02026" in lines
    assert "SLA Premium, Tolka Paper Co., version 1: first answers within Critical 2\xa0h" in lines
    assert "Una Daly can sign in" in lines
    assert not Client.objects.filter(code="tolka").exists()


def test_it_is_set_up_with_premium_terms_from_the_15th(keeper):
    keeper.post(ADD, TOLKA | {"sure": "yes"})
    tolka = Client.objects.get(code="tolka")
    own = AgreementVersion.objects.get(agreement__client=tolka)
    start = own.effective_from
    assert start.isoformat() == "2026-03-15T00:00:00+00:00"
    assert inputs.terms_for(tolka.pk, start).limits["critical"].response == 2 * 3600
    assert inputs.terms_for(tolka.pk, start).limits["low"].response == 10 * 3600
    assert ClientAdministrator.objects.get(client=tolka).email == "una@tolka.example"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"premium_on": ""}, "premium_on"),
        ({"premium_on": "2026-03-01"}, "premium_on"),
        ({"administrator_email": ""}, "administrator_email"),
        ({"response_critical": "x"}, "response_critical"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(keeper, changed, field):
    page = keeper.post(ADD, TOLKA | changed | {"sure": "yes"})
    assert field in page.context["form"].errors
    assert not Client.objects.exists()


def test_change_something_shows_the_form_as_it_was_typed(keeper):
    page = keeper.post(ADD, TOLKA | {"again": "yes"})
    assert page.context["preview"] == ()
    assert "Tolka Paper Co." in page.text


def test_a_manager_sets_no_terms(client, niamh):
    client.force_login(niamh)
    assert "response_critical" not in client.get(ADD).context["form"].fields


def test_new_terms_are_shown_then_published(keeper, meadow, terms):
    url = step_url(meadow, "new_terms", "client")
    page = keeper.post(url, terms)
    lines = " ".join(page.context["preview"])
    assert "from 1\xa0Apr\xa02026" in lines
    assert "no SLA Premium" in lines
    assert not meadow.facts.filter(kind="premium").exists()
    keeper.post(url, terms | {"sure": "yes"})
    version = AgreementVersion.objects.get(agreement__client=meadow)
    assert version.is_published
    assert version.limits.get(fault_class="low").response_seconds == 9.5 * 3600
