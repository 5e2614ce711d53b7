"""What a client sees of what it was promised and got: twelve months, and each of them."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from availability import incidents
from availability.models import Component
from tests.conftest import OPENED
from tests.factories import AdministratorFactory, ClientFactory, FactFactory
from tests.tickets.portal.conftest import BACKEND, words
from tests.tickets.reports.closing.conftest import CLOSED, HOUR, closed_month, decided, march
from tickets import inputs, lifecycle, records
from tickets.models import Agreement, AgreementVersion, Finding
from tickets.reports.closing.amending import approve, propose
from tickets.reports.closing.proceeding import proceed
from tickets.sla.bundle.tree import text_digest

__all__ = ["decided", "march"]
pytestmark = pytest.mark.django_db
YEAR, MONTH, LIST = "/service-level/", "/service-level/2026-03/", "/service-level/2026-03/tickets/"
FILES = [f"/months/1/report.{ending}" for ending in ("pdf", "xlsx", "csv")]
SECRET = "Their key was in the log."
MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def in_april(at_ten):
    with time_machine.travel(CLOSED + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def late(open_ticket, aoife):
    """Answered after five hours of support, of four."""
    ticket = open_ticket(subject="Labels print twice")
    at = OPENED + 5 * HOUR
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=at, seen=None)
    return ticket


@pytest.fixture
def excluded(decided, aoife, orla):
    """By a finding of which the client was told."""
    finding = lifecycle.propose(
        decided.pk,
        kind="client-error",
        evidence=SECRET,
        client_reason="Your file names no shop.",
        by=aoife,
        at=OPENED + 2 * HOUR,
    )
    lifecycle.approve(finding.pk, by=orla, at=OPENED + 3 * HOUR)
    return Finding.objects.get(pk=finding.pk)


@pytest.fixture
def outage(niamh, orla):
    """On the twelfth of March, for an hour."""
    declared = {"title": "No answers", "impacts": {Component.objects.contractual(): "down"}}
    at = OPENED + timedelta(days=2)
    found = incidents.declare(**declared, started_at=at, ended_at=at + HOUR, by=niamh, at=at + HOUR)
    incidents.approve_interruption(found.interruptions.get(), by=orla, at=at + 2 * HOUR)
    return found


def queries(client, address):
    """Of a process in which everything is known that each keeps."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return found


def test_a_closed_month_is_marked_as_kept_in_word_and_shape(clara_in, march):
    text = words(clara_in.get(YEAR))
    assert "March 2026, Critical: kept, 1 of 1, small number" in text
    assert "#m-met-few" in text


def test_a_month_that_is_not_closed_has_no_verdict_yet(clara_in, late):
    text = words(clara_in.get(YEAR))
    assert "No month is closed yet." in text
    assert "March 2026, Critical: may still change, 0 of 1" in text
    assert "March 2026, Critical: not kept" not in text


def test_a_missed_figure_of_a_closed_month_is_named(clara_in, late, niamh):
    closed_month(by=niamh)
    text = words(clara_in.get(YEAR))
    assert "Not kept: Critical in March 2026." in text
    assert "In one closed month 0 of 1 figures were kept." in text


def test_months_before_the_client_came_are_not_listed(clara_in, meadow, march):
    meadow.created_at = datetime(2026, 3, 1, tzinfo=UTC)
    meadow.save()
    assert "/service-level/2026-02/" not in clara_in.get(YEAR).text


def test_what_can_still_be_contested_stands_there(clara_in, excluded):
    text = words(clara_in.get(YEAR))
    assert "Open to you now" in text
    assert f"#finding-{excluded.pk}" in text


def test_nothing_can_be_contested_once_the_month_is_closed(clara_in, excluded, niamh):
    closed_month(by=niamh)
    assert "Open to you now" not in clara_in.get(YEAR).text
    assert "Contest…" not in clara_in.get(MONTH).text


def test_a_draft_says_from_when_on_it_can_be_closed(clara_in, decided):
    text = words(clara_in.get(MONTH))
    assert "The month is over and not closed yet." in text
    assert "from Wed 8 April, 09:00 GMT" in text
    assert "Kept so far" in text
    assert "/months/1/" not in text


def test_a_closed_month_offers_its_files_its_head_and_how_to_check_it(clara_in, march):
    text = words(clara_in.get(MONTH))
    for address in [*FILES, "/months/1/bundle.zip"]:
        assert f'href="{address}"' in text
    assert f"verify.py iStockist-2026-03-meadow.zip --head {march.head}" in text


def test_a_late_answer_says_how_late_and_why(clara_in, late):
    text = words(clara_in.get(MONTH))
    assert "1 h late" in text
    assert "answered after 5 h of 4 h" in text
    assert f'href="/tickets/{late.number}/why/"' in text


def test_an_exclusion_has_its_reason_and_never_its_evidence(clara_in, excluded):
    text = words(clara_in.get(MONTH))
    assert "The cause was found to be an error on your side." in text
    assert "Your file names no shop." in text
    assert "Contest…" in text
    assert SECRET not in text


def test_what_is_invoiced_stands_with_when_the_client_was_told(clara_in, open_ticket, aoife, orla):
    unchecked = open_ticket(checks={"network": {"state": "not done"}}, subject="Labels")
    lifecycle.take(unchecked.pk, by=aoife, at=OPENED + HOUR, seen=None)
    told = {"evidence": SECRET, "client_reason": "It was the network.", "minutes": 30}
    at = OPENED + 2 * HOUR
    finding = lifecycle.propose(unchecked.pk, kind="invoicing", by=aoife, at=at, **told)
    lifecycle.approve(finding.pk, by=orla, at=OPENED + 24 * HOUR)
    text = words(clara_in.get(MONTH))
    assert "you were told Tue 10 March, approved Wed 11 March" in text
    assert "<strong>30 minutes</strong> in all." in text
    assert SECRET not in text


def test_what_has_no_verdict_stands_in_the_draft(clara_in, ticket):
    text = words(clara_in.get(MONTH))
    assert "Not judged yet" in text
    assert ticket.subject in text


def test_only_the_own_tickets_stand_in_it(clara_in, charlie, open_ticket, late):
    other = open_ticket(administrator=charlie, subject="Northgate's secret")
    for address in (YEAR, MONTH, LIST):
        text = clara_in.get(address).text
        assert other.subject not in text
        assert "Northgate" not in text


def test_a_number_opens_its_tickets(clara_in, decided, late):
    text = words(clara_in.get(f"{LIST}?class=critical&verdict=missed"))
    assert "Late first answers, Critical" in text
    assert late.subject in text
    assert f"/tickets/{decided.number}/" not in text


def test_what_a_filter_cannot_mean_narrows_nothing(clara_in, late):
    assert late.subject in clara_in.get(f"{LIST}?class=x&verdict=%C3%A9&reason=9&page=-1").text


@pytest.mark.parametrize("name", ["2026-05", "2019-09", "2026-13", "March", "agreement-2"])
def test_a_month_without_figures_is_not_there(clara_in, db, name):
    assert clara_in.get(f"/service-level/{name}/").status_code == 404


def test_the_reason_of_an_amendment_stands_with_what_its_hash_was_salted_with(
    clara_in, march, decided, meadow, niamh, orla
):
    FactFactory(
        client=meadow, kind="rate_limit", value="yes", since=OPENED - HOUR, recorded_at=CLOSED
    )
    asked = propose(march.closing.of, reason="The limit was known.", by=niamh, at=CLOSED + HOUR)
    closing = approve(asked.pk, by=orla, at=CLOSED + 2 * HOUR)
    proceed(closing, at=CLOSED + 2 * HOUR, is_time=lambda: True)
    inputs.forget()
    text = words(clara_in.get(MONTH))
    assert "The limit was known." in text
    assert "a fact about the client was recorded late" in text
    nonce = next(
        each
        for each in closing.clients.get(client=meadow).nonces.all()
        if text_digest("The limit was known.", bytes.fromhex(each.value)) == each.digest
    )
    assert nonce.value in text
    assert nonce.digest in text


def test_what_the_service_did_stands_in_its_month(clara_in, outage, new_disks, decided):
    text = words(clara_in.get(MONTH))
    assert "No answers" in text
    assert "Thursday 12 March, 09:00–10:00 GMT" in text
    assert new_disks.title in text


def test_the_versions_say_what_changed(clara_in, meadow):
    text = words(clara_in.get("/service-level/agreement/"))
    assert "Standard agreement, version 1" in text
    assert "Your first." in text


def test_a_version_to_come_says_what_it_will_change(clara_in, sys):
    draft = records.draft_agreement(agreement_id=Agreement.objects.get().pk, by=sys, at=OPENED)
    AgreementVersion.objects.filter(pk=draft.pk).update(index_percent=97)
    effective = (CLOSED + timedelta(days=30)).date()
    records.publish_agreement(version_id=draft.pk, effective_on=effective, by=sys, at=CLOSED)
    text = words(clara_in.get("/service-level/agreement/"))
    assert "Standard agreement, version 2" in text
    assert "Will hold from" in text
    assert "98 % → <strong>97 %</strong>" in text


@pytest.mark.parametrize("address", [YEAR, MONTH])
def test_it_takes_few_queries(clara_in, excluded, late, outage, new_disks, march, address):
    found = queries(clara_in, address)
    assert len(found) <= MOST_QUERIES, "\n".join(each["sql"][:160] for each in found)


@pytest.mark.parametrize("address", [YEAR, MONTH])
def test_more_tickets_take_no_more_queries(clara_in, late, open_ticket, aoife, address):
    few = len(queries(clara_in, address))
    for number in range(3):
        more = open_ticket(subject=f"More {number}")
        at = OPENED + 6 * HOUR
        lifecycle.qualify(more.pk, class_test="orders-stopped", by=aoife, at=at, seen=None)
    assert len(queries(clara_in, address)) == few


@pytest.mark.parametrize("address", FILES)
def test_a_file_of_a_closed_month_is_the_own_one(clara_in, march, address):
    answer = clara_in.get(address)
    assert answer.status_code == 200
    assert (
        f"service-level-2026-03-meadow.{address[-4:].strip('.')}" in answer["Content-Disposition"]
    )
    assert b"Northgate" not in answer.content
    assert clara_in.head(address)["Content-Type"] == answer["Content-Type"]


@pytest.mark.parametrize("address", FILES)
def test_a_client_that_was_not_there_gets_no_file(client, march, address):
    other = AdministratorFactory(client=ClientFactory(name="Late Ltd", code="late"))
    client.force_login(other.user, BACKEND)
    assert client.get(address).status_code == 404


def test_the_pdf_of_a_client_tells_the_reason_and_never_the_evidence(clara_in, excluded, niamh):
    closed_month(by=niamh)
    pages = PdfReader(BytesIO(clara_in.get(FILES[0]).content)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "The cause was found to be an error on your side." in text
    assert SECRET not in text
