"""How we read the agreement, as a client and as everybody else reads it."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.portal.conftest import BACKEND, NOW, words
from tickets import records
from tickets.models import Agreement, AgreementVersion
from tickets.sla.readings import REGISTER


def text_of(client) -> str:
    return words(client.get("/readings/"))


def test_every_reading_has_its_anchor_and_its_words(clara_in):
    page = clara_in.get("/readings/")
    assert all(f'id="{reading}"' in page.text for reading in REGISTER)
    assert "Good Friday is a working day." in words(page)


def test_a_switch_shows_its_value_in_the_standard_agreement(clara_in):
    text = text_of(clara_in)
    assert "<strong>Standard agreement, version 1:</strong> from the opening" in text
    assert "Monday to Friday, 09:00–17:00" in text
    assert "Tue 17 March (Saint Patrick's Day)" in text.replace("&#x27;", "'")


def test_a_client_of_premium_reads_its_own_values(clara_in, meadow, sys):
    before = OPENED - timedelta(days=30)
    agreement = Agreement.objects.create(name="Meadow & Finch Premium", client=meadow)
    draft = records.draft_agreement(agreement_id=agreement.pk, by=sys, at=before)
    AgreementVersion.objects.filter(pk=draft.pk).update(scope="orders", index_percent=99)
    records.publish_agreement(version_id=draft.pk, effective_on=date(2026, 3, 1), by=sys, at=before)
    FactFactory(client=meadow, kind="premium", value="yes", since=NOW - timedelta(days=9))
    text = text_of(clara_in)
    assert "Meadow &amp; Finch Premium, version 1:</strong> order processing only" in text
    assert "99 %" in text


def test_whoever_is_signed_out_reads_the_standard_agreement(client, meadow):
    page = client.get("/readings/")
    assert page.status_code == 200
    assert "the value of the standard agreement is given below" in words(page)
    assert "<strong>Standard agreement, version 1:</strong> from the opening" in words(page)
    assert meadow.name not in page.text


def test_a_former_administrator_reads_no_client_of_theirs(clara_in, clara):
    clara.until = NOW.date() - timedelta(days=1)
    clara.save()
    page = clara_in.get("/readings/")
    assert page.status_code == 200
    assert clara.client.name not in page.text.replace("&amp;", "&")
    assert 'href="/tickets/"' not in page.text


def test_staff_read_it_with_a_way_back_to_the_desk(client, aoife):
    client.force_login(aoife, BACKEND)
    page = client.get("/readings/").text
    assert 'href="/desk/"' in page
    assert 'href="/tickets/"' not in page


def test_a_limit_to_fix_that_is_no_contract_is_not_shown(clara_in):
    assert "indicative, for our own work" in text_of(clara_in)


def test_every_page_leads_here(clara_in):
    assert 'href="/readings/"' in clara_in.get("/").text


def test_the_reason_of_a_class_leads_to_its_reading(page_of, closed):
    assert 'href="/readings/#C1"' in page_of(closed)


def test_it_asks_few_questions_of_the_database(clara_in):
    clara_in.get("/readings/")
    with CaptureQueriesContext(connection) as queries:
        clara_in.get("/readings/")
    assert len(queries) <= 25
