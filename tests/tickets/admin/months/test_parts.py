"""The lists behind a month's figures: each number opens into its rows, by fifty."""

import re
from datetime import timedelta
from html import unescape

import pytest

from availability import incidents
from availability.models import Component, Impact, Outage
from istockist_sla.core.models import Event
from tests.conftest import OPENED, gmt
from tickets import lifecycle
from tickets.admin.months.parts import PARTS
from tickets.models import ClockResult, Finding, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MARCH = "/desk/months/2026-03/"
LINK = re.compile(r'href="(/desk/months/2026-03/[^"#]*|\?[^"]*)"')


@pytest.fixture(autouse=True)
def _later(at_ten, time_machine):
    """March is over, and not long ago."""
    time_machine.move_to(gmt(4, 2, 12), tick=False)


@pytest.fixture
def niamhs(client, niamh):
    client.force_login(niamh)
    return client


def page(browser, address):
    response = browser.get(address)
    assert response.status_code == 200, address
    # Among the addresses are files, which lead no further.
    return response.content.decode(errors="replace").replace("\u00a0", " ").replace("&nbsp;", " ")


def qualify(ticket, by, hours=1, test="orders-stopped"):
    return lifecycle.qualify(
        ticket.pk, class_test=test, by=by, at=ticket.opened_at + hours * HOUR, seen=None
    )


@pytest.fixture
def lively(open_ticket, aoife, niamh, orla, clara, ruairi, plan_work):
    """One of everything that a month can hold."""
    met, late, reopened = open_ticket(), open_ticket(), open_ticket()
    for ticket, hours in ((met, 1), (late, 6), (reopened, 1)):
        qualify(ticket, aoife, hours)
    qualify(open_ticket(low_priority=True), aoife)
    lifecycle.qualify_request(open_ticket().pk, by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.close_by_client(open_ticket().pk, by=clara.user, at=OPENED + HOUR)
    open_ticket(at=OPENED + 2 * HOUR)
    for hours in (2, 30):
        lifecycle.close(
            reopened.pk, reason="resolved", by=aoife, at=OPENED + hours * HOUR, seen=None
        )
        if hours == 2:
            words = {"text": "It <is> back.", "by": clara.user}
            for n, value in enumerate((5, 2)):
                at = OPENED + 2 * HOUR + n * HOUR / 4
                lifecycle.rate(reopened.pk, value=value, at=at, **words)
            lifecycle.reopen(reopened.pk, by=aoife, at=OPENED + 3 * HOUR, seen=None)
    work = plan_work()
    incidents.begin_work(work, by=ruairi, at=OPENED - 12 * HOUR)
    incidents.end_work(work, by=ruairi, at=OPENED - 10 * HOUR)
    api = Component.objects.get(code="api")
    outage = incidents.declare(
        title="Orders stand still",
        impacts={api: Impact.DOWN},
        started_at=OPENED,
        by=ruairi,
        at=OPENED + HOUR,
    )
    incidents.end(outage, ended_at=OPENED + 2 * HOUR, text="", by=ruairi, at=OPENED + 3 * HOUR)
    finding = lifecycle.propose(
        met.pk,
        kind=Finding.Kind.CLIENT_ERROR,
        evidence="Seen in the log of the import.",
        client_reason="The file had no header.",
        by=aoife,
        at=OPENED + 5 * HOUR,
    )
    lifecycle.approve(finding.pk, by=niamh, at=OPENED + 6 * HOUR)
    return met, late, reopened


def test_every_number_of_the_month_leads_to_a_page(niamhs, lively):
    seen, left = set(), [MARCH]
    while left:
        address = left.pop()
        seen.add(address)
        for found in LINK.findall(page(niamhs, address)):
            found = unescape(found)
            link = address.split("?")[0] + found if found.startswith("?") else found
            if link not in seen and not link.endswith("json/"):
                left.append(link)
    assert {address.split("/")[4] for address in seen} >= set(PARTS)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("missed/", "Where the time went"),
        ("tickets/?verdict=excluded&reason=low-priority", "set by the client at opening"),
        ("tickets/?verdict=excluded&reason=client-error", "Seen in the log of the import."),
        ("tickets/?verdict=not+covered&reason=request", "Request for information"),
        ("tickets/?verdict=not+covered&reason=unqualified", "Closed without a class"),
        ("tickets/?verdict=running", "still without a class"),
        ("fixes/?fix=reopened", "reopened later"),
        ("findings/", "Client error"),
        ("outages/", "2:00:00 counted"),
        ("publication/", "not published"),
        ("maintenance/", "overran by 1"),
        ("reopened/", "Tue 10 March, 11:00 GMT"),
        ("ratings/", "It &lt;is&gt; back."),
        ("ratings/?value=2", "Ratings, 2 of 5, poor"),
        ("ratings/?value=5", "There are none in this month."),
        ("", "average 2.0 of 5 · 1 rated, few · 2 closed"),
    ],
)
def test_a_list_says_why(niamhs, lively, address, words):
    assert words in page(niamhs, MARCH + address)


def test_the_list_of_delays_holds_each_interruption_of_an_incident(niamhs, aoife):
    api = Component.objects.get(code="api")
    for start in (OPENED, OPENED + HOUR / 2):
        last = incidents.confirm(api, started_at=start, at=start + HOUR / 60)
        incidents.recover(api, ended_at=start + HOUR / 12, at=start + HOUR / 10)
    first = Outage.objects.order_by("started_at").first()
    incidents.publish(first, text="x", stage="resolved", by=aoife, at=OPENED + HOUR)
    text = page(niamhs, f"{MARCH}publication/")
    assert [text.count(f"outage/{each.pk}/change/") for each in (first, last)] == [1, 1]


def test_the_late_ticket_says_whose_it_was(niamhs, open_ticket, aoife):
    ticket = open_ticket()
    lifecycle.assign(ticket.pk, to=aoife, by=aoife, at=OPENED + HOUR, seen=None)
    qualify(ticket, aoife, 6)
    text = page(niamhs, f"{MARCH}missed/")
    assert "nobody&#x27;s yet 1 h · Support 5 h" in text or "nobody's yet 1 h · Support 5 h" in text
    assert f"/desk/tickets/ticket/{ticket.pk}/why/" in text


@pytest.mark.parametrize(
    "address",
    [
        "nothing/",
        "tickets/?verdict=lost",
        "tickets/?class=grave",
        "tickets/?reason=x",
        "tickets/?limit=abc",
        "tickets/?orders=yes",
        "tickets/?after=x",
        "tickets/?after=2026-03-01~1",
        "tickets/?after=1~2~3",
        "missed/?after=x~1",
        "fixes/?verdict=lost",
        "fixes/?fix=x",
        "findings/?kind=x",
        "unclosed/?when=noon",
        "ratings/?value=6",
        "ratings/?value=%00",
        "ratings/?after=x~1",
        "tickets/?client=%00",
    ],
)
def test_what_no_list_knows_is_not_there(niamhs, address):
    assert niamhs.get(MARCH + address).status_code == 404


@pytest.fixture
def many(ticket, aoife):
    """Misses without number."""
    qualify(ticket, aoife, 6)
    row = ClockResult.objects.responses().get(ticket=ticket)
    tickets = Ticket.objects.bulk_create(
        Ticket(
            number=10_000 + n,
            client_sequence=10_000 + n,
            client=ticket.client,
            administrator=ticket.administrator,
            channel="portal",
            subject="A subject as long as they come, " * 6,
            opened_at=OPENED,
            created_at=OPENED,
            last_word_at=OPENED,
        )
        for n in range(120)
    )
    ClockResult.objects.bulk_create(
        ClockResult(
            ticket=each,
            clock="response",
            client=each.client,
            opened_at=OPENED,
            fault_class="critical",
            verdict="missed",
            limit=row.limit,
            elapsed=row.limit + n,
        )
        for n, each in enumerate(tickets)
    )
    Event.objects.bulk_create(
        Event(
            subject_kind="ticket",
            subject_id=each.pk,
            verb="open",
            side="client",
            at=OPENED,
            recorded_at=OPENED,
            data={"channel": "portal", "low_priority": False},
        )
        for each in tickets
    )
    return tickets


def test_misses_come_by_fifty_the_latest_first(niamhs, many):
    address, sizes = f"{MARCH}missed/", []
    while address:
        text = page(niamhs, address)
        sizes.append(text.count("Why?<"))
        following = re.search(r'href="(\?[^"]*after=[^"]*)">Next page', text)
        address = f"{MARCH}missed/{unescape(following[1])}" if following else ""
    assert sizes == [50, 50, 21]


def test_no_page_is_larger_than_it_may_be(niamhs, many):
    for address in (MARCH, f"{MARCH}missed/", f"{MARCH}tickets/", f"{MARCH}unclosed/"):
        assert len(page(niamhs, address).encode()) < 200_000


def test_a_list_takes_the_same_statements_for_one_row_and_for_fifty(
    niamhs, many, django_assert_max_num_queries
):
    page(niamhs, f"{MARCH}missed/")
    with django_assert_max_num_queries(32):
        page(niamhs, f"{MARCH}missed/")


def test_what_a_list_is_narrowed_to_stays_with_its_next_page(niamhs, many):
    text = page(niamhs, f"{MARCH}tickets/?verdict=missed&class=critical")
    assert "?verdict=missed&amp;class=critical&amp;after=" in text


def test_the_lists_of_one_client_leave_the_others_out(niamhs, lively, charlie):
    address = f"{MARCH}tickets/?client={charlie.client.code}"
    assert "There are none in this month." in page(niamhs, address)


def test_only_what_is_invoiced_is_summed_by_client(niamhs, lively):
    sums = '<ul class="sums">'
    assert sums not in niamhs.get(f"{MARCH}findings/").content.decode()


def test_an_empty_month_has_no_cases(niamhs):
    text = page(niamhs, "/desk/months/2020-02/")
    assert text.count("No cases: neither kept nor missed") == 3
    assert "No ticket was opened in this month." in text


def test_the_page_tells_what_may_still_be_missed(niamhs, lively):
    text = page(niamhs, MARCH)
    assert "1 missed</a>, 0 allowed at 98 %" in text
    assert "1 too many" in text


def test_the_change_against_the_month_before_is_told(niamhs, open_ticket, aoife):
    for at, hours in ((gmt(2, 10, 9), 1), (gmt(2, 11, 9), 6), (OPENED, 1)):
        qualify(open_ticket(at=at), aoife, hours)
    assert "February 50.00 %, +50.00 points" in page(niamhs, MARCH)
