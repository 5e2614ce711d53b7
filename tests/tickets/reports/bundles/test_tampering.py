"""A bundle of which anything was changed says so, and where."""

import json

import pytest

from tests.tickets.reports.bundles.tampering import changed, hashed_anew, places
from tickets.sla.bundle.canonical import canonical
from tickets.sla.bundle.verifying import verify

pytestmark = pytest.mark.django_db
FILES = ["client.json", "shared.json", "proof.json", "month.json"]
# No figure of the month follows from these: with all hashes made anew, the head alone tells.
UNSEEN = {
    *("client", "salt", "seal", "seals"),
    *("by", "evidence", "recorded_at", "since", "value"),
    *("channel", "person", "side", "verb", "kind", "question", "number", "count"),
    "proposer",
}


def tampered(files, name, chosen):
    document = json.loads(files[name])
    for place in chosen(places(document), 40):
        yield place, changed(document, place)


@pytest.mark.parametrize("name", FILES)
def test_every_value_that_was_changed_is_named(made, chosen, name):
    files = made.files("meadow")
    unnamed = [
        place
        for place, document in tampered(files, name, chosen)
        if not verify({**files, name: canonical(document)}, head=made.head)
    ]
    assert unnamed == []


@pytest.mark.parametrize("name", ["client.json", "shared.json"])
def test_with_all_hashes_made_anew_the_head_still_tells(made, chosen, name):
    files = made.files("meadow")
    unnamed = [
        place
        for place, document in tampered(files, name, chosen)
        if not verify(hashed_anew(files, name, document), head=made.head)
    ]
    assert unnamed == []


def test_without_a_head_every_value_is_named_from_which_a_figure_follows(made, chosen):
    files = made.files("meadow")
    unnamed = [
        place
        for place, document in tampered(files, "client.json", chosen)
        if not verify(hashed_anew(files, "client.json", document))
    ]
    assert [place for place in unnamed if not UNSEEN & set(place)] == []


@pytest.mark.parametrize("claim", ["verdict", "elapsed", "limit", "due_at", "class", "wall_clock"])
def test_a_claim_with_all_hashes_made_anew_is_named_by_its_place(made, claim):
    files = made.files("meadow")
    document = json.loads(files["client.json"])
    place = ("tickets", 0, "claim", "response", claim)
    found = verify(hashed_anew(files, "client.json", changed(document, place)))
    name = f"ticket {document['tickets'][0]['number']}.response.{claim}: the file says "
    assert [each[: len(name)] for each in found] == [name]


@pytest.mark.parametrize("name", FILES)
def test_a_bit_that_turned_is_named(made, chosen, name):
    files = made.files("meadow")
    data = files[name]
    unnamed = []
    for bit in chosen(range(len(data) * 8), 60):
        turned = bytearray(data)
        turned[bit // 8] ^= 1 << bit % 8
        if not verify({**files, name: bytes(turned)}, head=made.head):
            unnamed.append(bit)
    assert unnamed == []


@pytest.mark.parametrize("section", ["facts", "tickets"])
def test_a_row_that_is_left_out_or_doubled_is_named(made, section):
    files = made.files("meadow")
    document = json.loads(files["client.json"])
    rows = document[section]
    for others in (rows[1:], [rows[0], *rows], rows[::-1]):
        with_others = {**document, section: others}
        assert verify({**files, "client.json": canonical(with_others)})
