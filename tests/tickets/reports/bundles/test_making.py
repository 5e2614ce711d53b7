"""What the documents of a month claim is what the product itself says of it."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from istockist_sla.core.lib.months import Month
from tests.tickets.reports.bundles.conftest import CLOSED, MARCH, closed
from tickets.models import Client, ClockResult
from tickets.reports.monthly import month_figures
from tickets.sla.bundle.canonical import canonical
from tickets.sla.bundle.verifying import verify

pytestmark = pytest.mark.django_db


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
