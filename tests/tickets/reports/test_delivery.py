"""The report of a closed month reaches who is to have it: once, and only its own data to each."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.urls import NoReverseMatch, reverse
from pypdf import PdfReader

from istockist_sla.core import letters
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.factories import LONG_AGO, AdministratorFactory, ClientFactory, FactFactory
from tests.tickets.reports.closing.conftest import CLOSED, HOUR, closed_month
from tickets import lifecycle
from tickets.models import ClockResult, ClosedMonth, MonthReport
from tickets.reports import delivery
from tickets.reports.closing import letters as closing_letters
from tickets.reports.closing import report_letters
from tickets.reports.delivery import deliver

pytestmark = pytest.mark.django_db
# So many of what is known of a client stand in its own report.
OWN = 4
REPORTS = ("month_report", "month_report_client")
ADDRESSES = {"portal:months": "/months/", "portal:bundle": "/months/{}/bundle.zip"}


@pytest.fixture(autouse=True)
def _addresses(monkeypatch):
    """Those of the portal, whether it has its page of months or not."""

    def known(name, args=()):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            return ADDRESSES.get(name, "/closed-months/").format(*args)

    monkeypatch.setattr(report_letters, "reverse", known)
    monkeypatch.setattr(closing_letters, "reverse", known)


@pytest.fixture
def ada(db):
    """Administrator of a third client."""
    client = ClientFactory(name="Harbour Lane Optics", code="harbour")
    FactFactory(client=client, kind="plan", value="custom")
    FactFactory(client=client, kind="first_order", value=LONG_AGO.isoformat())
    return AdministratorFactory(client=client, name="Ada Quill", email="ada@harbour.example")


@pytest.fixture
def three(open_ticket, clara, charlie, ada, aoife):
    """By client: an administrator who wants the reports, and what no other client may read: its
    name, its tickets, and how late each was."""
    told = {}
    for hours, person in ((5, clara), (6, charlie), (7, ada)):
        person.wants_reports = True
        person.save()
        ticket = open_ticket(administrator=person, subject=f"Only for {person.client.code}")
        late = lifecycle.qualify(
            ticket.pk,
            class_test="orders-stopped",
            by=aoife,
            at=OPENED + timedelta(hours=hours, minutes=hours),
            seen=None,
        )
        own = [person.client.name, ticket.subject, str(late.number), f"{hours} h 0{hours} min"]
        told[person.email] = [*own, person.name, person.email]
    return told


@pytest.fixture
def march(three, niamh):
    return closed_month(by=niamh)


def reports():
    return Letter.objects.filter(template__in=REPORTS)


def sent(templates=REPORTS):
    """The e-mails of the reports, by address."""
    letters.send_due(at=lambda: CLOSED + 2 * HOUR)
    subjects = dict(Letter.objects.filter(template__in=templates).values_list("message_id", "pk"))
    mails = [each for each in mail.outbox if each.extra_headers["Message-ID"] in subjects]
    return {re.search(r"[^<\s]+@[^>\s]+", each.to[0])[0]: each for each in mails}


def everything(message):
    """Subject, both bodies and the words of each file that goes with them."""
    parts = [message.subject, message.body, *(str(each[0]) for each in message.alternatives)]
    for name, content, _ in message.attachments:
        parts.append(name)
        pages = PdfReader(BytesIO(content)).pages
        parts += [page.extract_text().replace("\u200b", "") for page in pages]
    return " ".join(" ".join(parts).split())


def holds(text, fact):
    """A number stands alone: it is no part of an instant or of a digest."""
    return bool(re.search(rf"(?<![\w:.,-]){re.escape(fact)}(?![\w:])", text))


def test_managers_and_administrators_who_wish_it_get_a_report(march, three, niamh, orla):
    deliver(at=CLOSED + HOUR)
    assert sorted(reports().values_list("to_address", "template")) == sorted(
        [
            (niamh.email, "month_report"),
            (orla.email, "month_report"),
            *((email, "month_report_client") for email in three),
        ]
    )


def test_each_client_reads_its_own_data_and_nothing_of_another(march, three):
    deliver(at=CLOSED + HOUR)
    found = sent()
    for email, own in three.items():
        text = everything(found[email])
        assert [fact for fact in own[:OWN] if not holds(text, fact)] == []
        assert march.head in text
        others = [fact for other, facts in three.items() if other != email for fact in facts]
        assert [fact for fact in others if holds(text, fact)] == []


def test_nor_does_it_with_the_letter_of_the_closing(march, three):
    found = sent(("month_closed_client",))
    for email in three:
        text = everything(found[email])
        others = [fact for other, facts in three.items() if other != email for fact in facts]
        assert [fact for fact in others if holds(text, fact)] == []


def test_a_manager_reads_of_all_clients(march, three, niamh):
    deliver(at=CLOSED + HOUR)
    text = everything(sent()[niamh.email])
    assert all(holds(text, fact) for facts in three.values() for fact in facts[:OWN])


def test_a_client_is_told_the_address_of_the_bundle(march, clara):
    deliver(at=CLOSED + HOUR)
    assert f"/months/{march.sequence}/bundle.zip" in sent()[clara.email].body


def test_who_does_not_wish_it_gets_none(decided_alone, clara):
    deliver(at=CLOSED + HOUR)
    assert not reports().filter(to_address=clara.email).exists()


@pytest.fixture
def decided_alone(ticket, aoife, niamh):
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    return closed_month(by=niamh)


def test_each_is_sent_once(march):
    deliver(at=CLOSED + HOUR)
    before = reports().count()
    assert deliver(at=CLOSED + 2 * HOUR) == 0
    assert reports().count() == before


def test_a_wish_holds_for_the_closings_after_it(decided_alone, clara):
    deliver(at=CLOSED + HOUR)
    clara.wants_reports = True
    clara.save()
    deliver(at=CLOSED + 2 * HOUR)
    assert not reports().filter(to_address=clara.email).exists()


def test_what_an_outage_left_over_is_made_by_the_next_turn(march, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(delivery, "as_pdf", None)
        assert deliver(at=CLOSED + HOUR) == 0
    assert not reports().exists()
    assert deliver(at=CLOSED + 2 * HOUR) == 4


def test_one_that_fails_delays_no_other(march, monkeypatch, clara):
    as_pdf = delivery.as_pdf

    def fails_for_meadow(figures):
        if figures.client == clara.client:
            raise OSError("The disk is full.")
        return as_pdf(figures)

    monkeypatch.setattr(delivery, "as_pdf", fails_for_meadow)
    assert deliver(at=CLOSED + HOUR) == 3
    assert MonthReport.objects.due().get().client == clara.client


def test_the_file_is_kept_as_it_was_made(march, clara):
    deliver(at=CLOSED + HOUR)
    report = MonthReport.objects.get(client=clara.client)
    [(_, content, _)] = sent()[clara.email].attachments
    assert content == default_storage.open(report.file.name).read()
    assert report.size == len(content)


def test_a_big_one_is_a_link_instead(march, clara, monkeypatch):
    deliver(at=CLOSED + HOUR)
    monkeypatch.setattr(report_letters, "MOST_BYTES", 10)
    message = sent()[clara.email]
    assert message.attachments == []
    assert "too big for an e-mail" in message.body
    assert "/months/" in message.body


def test_figures_that_moved_since_are_not_sent_as_the_closed_ones(march, clara):
    ClockResult.objects.filter(client=clara.client, clock="response").update(verdict="met")
    deliver(at=CLOSED + HOUR)
    waiting = MonthReport.objects.due()
    assert {each.client for each in waiting} == {None, clara.client}
    assert not reports().filter(to_address=clara.email).exists()


def test_an_amendment_supersedes_what_was_not_made_before_it(march, clara):
    ClockResult.objects.filter(client=clara.client, clock="response").update(verdict="met")
    closing = march.closing
    closing.pk, closing.number = None, 2
    closing.save()
    ClosedMonth.objects.create(
        closing=closing,
        sequence=2,
        head="0" * 64,
        document=march.document,
        whole=march.whole,
        closed_at=CLOSED + HOUR,
    )
    deliver(at=CLOSED + 2 * HOUR)
    assert MonthReport.objects.get(closed=march, client=clara.client).superseded_at is not None
