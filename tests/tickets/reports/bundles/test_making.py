"""What the documents of a month claim is what the product itself says of it."""

import json
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tests.factories import LONG_AGO, FactFactory
from tests.tickets.reports.bundles.conftest import (
    CLOSED,
    MARCH,
    amended,
    closed,
    declare_outage,
    rectify_first,
)
from tests.tickets.reports.bundles.tampering import hashed_anew
from tickets import lifecycle
from tickets.models import Client, ClockResult
from tickets.reports.bundles.folders import client_rows, recorded_of
from tickets.reports.bundles.gathering import shared_rows
from tickets.reports.monthly import month_figures
from tickets.sla.bundle.canonical import canonical, digest
from tickets.sla.bundle.documents import root_of_cards
from tickets.sla.bundle.month_rows import MonthStamp
from tickets.sla.bundle.verifying import verify

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.mark.parametrize("code", ["meadow", "northgate"])
def test_the_verifier_says_the_same(made, code):
    assert verify(made.files(code), head=made.head) == []


@pytest.mark.parametrize("code", ["meadow", "northgate"])
def test_the_figures_are_those_of_the_month_page(made, code):
    figures = month_figures(MARCH, client=Client.objects.get(code=code), at=CLOSED)
    claimed = json.loads(made.clients[code].data)["figures"]
    assert {c: (each["met"], each["guaranteed"]) for c, each in claimed["classes"].items()} == {
        each.fault_class: (each.index.met, each.index.guaranteed) for each in figures.classes
    }
    assert claimed["opened"] == figures.opened


def test_each_response_is_what_the_product_has_stored(made):
    claimed = json.loads(made.clients["meadow"].data)["tickets"]
    stored = ClockResult.objects.responses().filter(client__code="meadow")
    assert {
        each["number"]: (each["claim"]["response"]["verdict"], each["claim"]["response"]["elapsed"])
        for each in claimed
    } == {each.ticket.number: (each.verdict, each.elapsed) for each in stored}


def test_each_ticket_has_its_place_among_all_of_its_client(made):
    for code, counts in (("meadow", [1, 2, 3]), ("northgate", [1])):
        tickets = json.loads(made.clients[code].data)["tickets"]
        assert [each["count"] for each in tickets] == counts


def test_a_fix_is_claimed_in_the_month_of_its_closing(made):
    claimed = json.loads(made.clients["meadow"].data)["tickets"]
    assert [len(each["claim"]["fixes"]) for each in claimed] == [1, 0, 0]


def test_no_word_of_a_person_is_in_any_document(made):
    data = b"".join(made.files("meadow").values()) + made.whole
    for text in ("Wrong key", "Orders do not", "Which?", "Clara", "Meadow & Finch", "Signed order"):
        assert text.encode() not in data


def test_one_client_stands_in_nothing_of_another(made):
    assert b"northgate" not in b"".join(made.files("meadow").values())


def test_evidence_is_a_hash_that_its_nonce_opens(made):
    client = made.clients["meadow"]
    [finding] = json.loads(client.data)["tickets"][1]["findings"]
    nonce = client.nonces[finding["evidence"]]
    assert sha256(b"\x02" + nonce + b"Wrong key.").hexdigest() == finding["evidence"]


def test_the_next_month_follows_in_the_chain(made):
    after = closed(Month(2026, 4), datetime(2026, 5, 11, 9, tzinfo=UTC), earlier=[made.month])
    assert verify(after.files("meadow"), head=after.head) == []
    assert after.month["previous"] == made.head


def test_another_head_is_named(made):
    found = verify(made.files("meadow"), head="0" * 64)
    assert found == ["month.json: not the one with this head"]


def test_a_changed_figure_is_named_by_its_place(made):
    files = made.files("meadow")
    document = json.loads(files["client.json"])
    document["tickets"][0]["claim"]["response"]["elapsed"] += 1
    found = verify({**files, "client.json": canonical(document)})
    number = document["tickets"][0]["number"]
    assert found == [
        "client.json: not the file that was closed",
        f"ticket {number}: not as it was sealed",
        f"ticket {number}.response.elapsed: the file says 3601, recomputed 3600",
    ]


def test_a_client_takes_as_many_statements_however_many_tickets_it_has(
    open_ticket, aoife, django_assert_max_num_queries
):
    client, stamp = Client.objects.get(code="meadow"), MonthStamp(MARCH, 1, CLOSED)
    for number in range(12):
        ticket = open_ticket(at=OPENED + timedelta(hours=number))
        lifecycle.take(ticket.pk, by=aoife, at=OPENED + timedelta(hours=number + 1), seen=None)
    with django_assert_max_num_queries(8):
        found = recorded_of(client, MARCH, fixed=())
        client_rows(client, found, stamp, hash_of=str, closed={})


def test_what_all_clients_share_takes_a_fixed_number_of_statements(
    ticket, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        shared_rows(MonthStamp(MARCH, 1, CLOSED))


def test_a_ticket_keeps_the_facts_that_were_known_when_its_month_was_closed(ticket, meadow, aoife):
    """Qualified and fixed in April; the rate limit was recorded after March was closed."""
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + timedelta(hours=1), seen=None
    )
    march = closed()
    FactFactory(
        client=meadow, kind="rate_limit", value="yes", since=LONG_AGO, recorded_at=CLOSED + DAY
    )
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=CLOSED + 2 * DAY, seen=None)
    april = closed(Month(2026, 4), CLOSED + 31 * DAY, earlier=[march.month])
    [entry] = json.loads(april.clients["meadow"].data)["tickets"]
    assert entry["claim"]["response"] is None
    assert [fix["verdict"] for fix in entry["claim"]["fixes"]] == ["missed"]
    assert entry["claim"]["conditions"][0] == "does not"
    assert verify(april.files("meadow"), head=april.head) == []


def test_an_outage_and_silence_make_the_availability_of_the_page(meadow, niamh):
    declare_outage(by=niamh)
    made = closed()
    uptime = month_figures(MARCH, client=meadow, at=CLOSED).uptime
    found = json.loads(made.clients["meadow"].data)["availability"]
    assert (found["up"], found["down"], found["unknown"]) == (
        uptime.up,
        uptime.down,
        uptime.unknown,
    )
    assert (found["down"], found["unknown"] > 0) == (3 * 3600, True)
    assert found["as_written"] == [*uptime.as_written, uptime.as_written.percent]
    assert verify(made.files("meadow"), head=made.head) == []


# Instants, days, months; hashes and seals; codes, readings, zones, shares, sources, versions.
TEXTS = re.compile(
    r"\d{4}-\d\d(-\d\d(T\d\d:\d\d:\d\dZ)?)?|[0-9a-f]{16}|[0-9a-f]{64}|[a-z0-9_-]*|[A-Z]\d{1,2}"
    r"|UTC|[A-Z]\w+/[A-Z]\w+|\d{1,3}\.\d\d|(outage|exclusion|maintenance):\d+"
    r"|\d+, version \d+(, \d{4} list \d+)*|not covered|not assessed|does not"
)


def texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def test_every_text_has_a_form_that_no_person_writes(made):
    for data in (*made.files("meadow").values(), *made.files("northgate").values(), made.whole):
        assert [text for text in texts_in(json.loads(data)) if not TEXTS.fullmatch(text)] == []


def test_other_facts_than_those_of_the_closing_are_named(made):
    files = made.files("meadow")
    document = json.loads(files["client.json"])
    ticket = document["tickets"][0]
    ticket["facts_before"] = "2026-04-09T09:00:00Z"
    found = verify(hashed_anew(files, "client.json", document))
    assert found == [f"ticket {ticket['number']}: facts of another instant than a closing"]


def test_the_parts_of_the_whole_are_the_cards_and_add_up(made):
    whole = json.loads(made.whole)
    assert len(whole["cards"]) == len(made.clients)
    assert whole["totals"]["critical"] == [1, 1]
    assert digest(made.whole) == made.month["whole"]
    assert root_of_cards(whole["cards"]) == made.month["root"]


def test_an_amendment_judges_one_client_anew_and_leaves_the_others_as_they_were(made, niamh, orla):
    number = rectify_first(by=niamh, approver=orla)
    again = amended(made, "meadow", CLOSED + 3 * DAY, [(number, "rectification")])
    assert verify(again.files("meadow"), head=again.head) == []
    assert verify(again.files("northgate"), head=again.head) == []
    assert again.clients["northgate"] == made.clients["northgate"]
    classes = json.loads(again.clients["meadow"].data)["figures"]["classes"]
    assert (classes["critical"]["met"], classes["medium"]["met"]) == (0, 1)
