"""What a client holds beside its bundle: letters, the bundle before an amendment, the whole."""

import json

import pytest

from tests.tickets.reports.bundles.conftest import CLOSED, DAY, amended, rectify_first
from tests.tickets.reports.bundles.tampering import hashed_anew
from tickets.reports.bundles.packing import packed
from tickets.sla.bundle.acts import digest_of_acts
from tickets.sla.bundle.canonical import canonical, digest
from tickets.sla.bundle.command import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(made, tmp_path, capsys):
    """Runs the command on a bundle, by default that of one client; gives its lines and its code."""

    def run(*arguments, files=None, head=None):
        files = made.files("meadow") if files is None else files
        (tmp_path / "bundle.zip").write_bytes(packed(files, CLOSED))
        path = str(tmp_path / "bundle.zip")
        code = main([path, "--head", head or made.head, *arguments])
        return capsys.readouterr().out.splitlines(), code

    return run


def first_ticket(made):
    return json.loads(made.clients["meadow"].data)["tickets"][0]


def letter(ticket, act, digits=None, at=None):
    acts = ticket["events"][:act]
    return f"{ticket['number']}={act}:{at or acts[-1]['at']}:{digits or digest_of_acts(acts)}"


@pytest.mark.parametrize("act", [1, 2, 3])
def test_a_letter_of_any_act_is_that_of_the_bundle(made, say, act):
    assert say("--letter", letter(first_ticket(made), act)) == (["same"], 0)


def test_acts_that_were_rewritten_are_named(made, say):
    ticket = first_ticket(made)
    digits = digest_of_acts(ticket["events"][:2])
    lines, code = say("--letter", letter(ticket, 2, digits="0" * 16))
    name = f"ticket {ticket['number']}"
    said = f"{name}: acts up to 2 are {digits}, the letter says {'0' * 16}"
    assert (lines, code) == ([said], 1)


def test_an_act_of_another_instant_is_named(made, say):
    ticket = first_ticket(made)
    at = ticket["events"][1]["at"]
    lines, _ = say("--letter", letter(ticket, 2, at="2026-03-10T08:00:00Z"))
    name = f"ticket {ticket['number']}"
    assert lines == [f"{name}: act 2 at {at}, the letter says 2026-03-10T08:00:00Z"]


def test_an_act_that_was_left_out_is_named(made, say):
    ticket = first_ticket(made)
    number, acts = ticket["number"], len(ticket["events"])
    told = f"{number}=90:2026-03-20T08:00:00Z:{'0' * 16}"
    said = f"ticket {number}: the letter tells of act 90, the file lists {acts}"
    assert say("--letter", told) == ([said], 1)


def test_an_act_from_after_the_closing_is_no_difference(made, say):
    number = first_ticket(made)["number"]
    lines, code = say("--letter", f"{number}=90:2026-04-20T08:00:00Z:{'0' * 16}")
    assert lines == ["same", f"note: ticket {number}: act 90 is later than the closing"]
    assert code == 0


def test_a_letter_of_a_ticket_that_was_left_out_is_named(say):
    told = f"7=1:2026-03-10T09:00:00Z:{'0' * 16}"
    assert say("--letter", told) == (["ticket 7: not in the bundle"], 1)


@pytest.mark.parametrize("told", ["7", "7=0:2026-03-10T09:00:00Z:0000000000000000", "7=1::"])
def test_what_is_no_letter_is_named_by_its_place(say, told):
    assert say("--letter", told) == (["letter 1: not NUMBER=ACT:INSTANT:DIGEST"], 1)


def counted(made, *counts):
    """The bundle of one client with other places of its tickets, all hashes made anew."""
    files = made.files("meadow")
    document = json.loads(files["client.json"])
    for ticket, count in zip(document["tickets"], counts, strict=True):
        ticket["count"] = count
    return hashed_anew(files, "client.json", document)


def said_of_counts(made, say, *counts):
    files = counted(made, *counts)
    return say(files=files, head=digest(files["month.json"]))


@pytest.mark.parametrize(
    ("counts", "missing"), [((1, 2, 4), "3"), ((1, 2, 5), "3 to 4"), ((29, 30, 32), "31")]
)
def test_a_place_that_is_missing_is_noted_and_no_difference(made, say, counts, missing):
    tickets = json.loads(made.clients["meadow"].data)["tickets"]
    _, second, third = (each["number"] for each in tickets)
    note = f"note: count {missing} missing, between tickets {second} and {third}"
    assert said_of_counts(made, say, *counts) == (["same", note], 0)


def test_a_place_that_was_given_twice_is_a_difference(made, say):
    assert said_of_counts(made, say, 1, 2, 2) == (["count 2 twice"], 1)


@pytest.fixture
def again(made, niamh, orla):
    """The month once amended: the first ticket was rectified."""
    number = rectify_first(by=niamh, approver=orla)
    return amended(made, "meadow", CLOSED + 3 * DAY, [(number, "rectification")])


@pytest.fixture
def before(made, tmp_path):
    (tmp_path / "before.zip").write_bytes(packed(made.files("meadow"), CLOSED))
    return str(tmp_path / "before.zip")


def test_an_amendment_shows_what_it_changed(made, again, before, say):
    lines, code = say("--before", before, files=again.files("meadow"), head=again.head)
    number = first_ticket(made)["number"]
    assert code == 0
    assert lines[0] == "same"
    assert {
        "changed: client.json",
        "changed: month.json",
        f'changed: ticket {number}.response.class: "critical" before, "medium" now',
        "changed: figures.classes.medium.met: 0 before, 1 now",
    } <= set(lines)
    assert all(each.startswith("changed: ") for each in lines[1:])


def test_a_client_that_an_amendment_does_not_touch_sees_that_its_file_is_the_same(
    made, again, tmp_path, say
):
    old = str(tmp_path / "old.zip")
    (tmp_path / "old.zip").write_bytes(packed(made.files("northgate"), CLOSED))
    lines, _ = say("--before", old, files=again.files("northgate"), head=again.head)
    changed = ["month.json", "chain.json", "proof.json"]
    assert lines == ["same", *(f"changed: {name}" for name in changed)]


def test_a_bundle_is_the_same_as_itself(before, say):
    assert say("--before", before) == (["same"], 0)


def test_another_bundle_for_the_same_closing_is_named(made, before, say):
    files = made.files("meadow")
    document = json.loads(files["client.json"])
    document["salt"] = "b" * 64
    lines, code = say("--before", before, files=hashed_anew(files, "client.json", document))
    assert "before: not in the chain of this one" in lines
    assert "client.json: another file for the same closing" in lines
    assert code == 1


def test_acts_that_an_amendment_rewrote_are_named(made, again, before, say):
    files = again.files("meadow")
    document = json.loads(files["client.json"])
    document["tickets"][0]["events"][1]["at"] = "2026-03-10T09:30:00Z"
    lines, _ = say("--before", before, files=hashed_anew(files, "client.json", document))
    number = first_ticket(made)["number"]
    assert f"ticket {number}: its acts before are not the first of those now" in lines


def test_a_ticket_of_the_month_that_an_amendment_left_out_is_named(made, again, before, say):
    files = again.files("meadow")
    document = json.loads(files["client.json"])
    document["tickets"] = document["tickets"][1:]
    lines, _ = say("--before", before, files=hashed_anew(files, "client.json", document))
    assert f"ticket {first_ticket(made)['number']}: left out" in lines


def test_an_amendment_that_amends_another_file_is_named(again, before, say):
    files = again.files("meadow")
    document = json.loads(files["client.json"]) | {"amends": "c" * 64}
    lines, _ = say("--before", before, files=hashed_anew(files, "client.json", document))
    assert "client.json: amends another file" in lines


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"client": "other"}, "before: of another client"),
        ({"month": "2026-02"}, "before: of another month"),
        ({"number": 9}, "before: later than this one"),
    ],
)
def test_what_cannot_be_compared_is_named(made, tmp_path, say, changes, said):
    files = made.files("meadow")
    for name in ("client.json", "month.json"):
        document = json.loads(files[name])
        document |= {key: value for key, value in changes.items() if key in document}
        files[name] = canonical(document)
    (tmp_path / "old.zip").write_bytes(packed(files, CLOSED))
    assert say("--before", str(tmp_path / "old.zip")) == ([said], 1)


def test_an_older_file_that_is_no_bundle_is_not_read(tmp_path, say):
    (tmp_path / "old.zip").write_bytes(b"no zip")
    assert say("--before", str(tmp_path / "old.zip")) == (["not read: BadZipFile"], 2)


@pytest.fixture
def with_whole(made, tmp_path, say):
    """Runs the command with the cards of all, in the form of `changes` to them."""

    def run(**changes):
        document = json.loads(made.whole) | changes
        (tmp_path / "whole.json").write_bytes(canonical(document))
        return say("--whole", str(tmp_path / "whole.json"))

    return run


def test_the_cards_of_all_come_to_the_totals_and_lead_to_the_root(with_whole):
    assert with_whole() == (["same"], 0)


def test_totals_that_are_no_sums_are_named(with_whole):
    totals = {"critical": [1, 1], "medium": [0, 0], "low": [0, 0]}
    lines, code = with_whole(totals=totals | {"critical": [2, 2]})
    assert lines == [
        "whole.json: not the file that was closed",
        "whole.totals.critical.0: the file says 2, recomputed 1",
        "whole.totals.critical.1: the file says 2, recomputed 1",
    ]
    assert code == 1


def test_a_card_that_was_left_out_is_named(made, with_whole):
    own = json.loads(made.files("meadow")["proof.json"])["card"]
    cards = [each for each in json.loads(made.whole)["cards"] if each != own]
    lines, _ = with_whole(cards=cards)
    assert "whole.json: its cards do not lead to the root" in lines
    assert "whole.json: without the card of this client" in lines


def test_a_card_that_is_doubled_is_named(made, with_whole):
    cards = json.loads(made.whole)["cards"]
    lines, _ = with_whole(cards=[cards[0], *cards])
    assert "whole.json: cards not once each in the order of their hashes" in lines


def test_the_whole_of_another_closing_is_named(with_whole):
    lines, _ = with_whole(month="2026-02")
    assert lines[1] == 'whole.month: the file says "2026-02", recomputed "2026-03"'


@pytest.mark.parametrize("cards", [{}, [{"figures": {}, "part": "x"}]])
def test_what_is_no_list_of_cards_is_refused(with_whole, cards):
    lines, code = with_whole(cards=cards)
    assert (lines[0].startswith("whole.json.cards"), code) == (True, 1)


def test_a_whole_with_another_key_is_refused(with_whole):
    lines, _ = with_whole(clients=2)
    assert lines[0].startswith("whole.json: not an object with the keys")


def test_a_whole_that_is_not_there_is_not_read(tmp_path, say):
    assert say("--whole", str(tmp_path / "none.json")) == (["not read: FileNotFoundError"], 2)
