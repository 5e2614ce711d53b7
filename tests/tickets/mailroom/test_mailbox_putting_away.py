"""What becomes of received mail in its mailbox: nothing but a flag, unless a setting says so."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tests.imap_server import HangUp, imap_server
from tests.tickets.mailroom.test_intake import eml
from tickets.mailroom import mailbox, matching
from tickets.models import InboundMail, Mailbox

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(hours=2)
BASIC = "IMAP4rev1"


@pytest.fixture
def server(settings, clara):
    with imap_server() as running:
        running.add(eml(subject="one"))
        running.add(eml(subject="two"))
        yield running


def take(server) -> int:
    return mailbox.fetch(server.url, at=lambda: LATER)


def problem() -> str:
    return Mailbox.objects.get().last_error


def test_without_a_setting_it_is_marked_as_seen_and_stays(server):
    take(server)
    assert server.flags == {1: {r"\Seen"}, 2: {r"\Seen"}}
    assert set(server.mails) == {1, 2}


def test_many_are_marked_with_one_word(server):
    take(server)
    assert server.count("STORE") == 1


def test_it_is_moved_where_a_folder_is_named(server, settings):
    settings.IMAP_DONE_FOLDER = "Done"
    server.folders["Done"] = []
    take(server)
    assert (len(server.folders["Done"]), server.mails) == (2, {})


def test_a_folder_that_is_not_there_is_made(server, settings):
    settings.IMAP_DONE_FOLDER = "Done"
    server.answer("MOVE", b"NO [TRYCREATE] No such folder")
    take(server)
    assert len(server.folders["Done"]) == 2


def test_a_server_that_cannot_move_copies_and_then_takes_away(server, settings):
    server.capabilities = f"{BASIC} UIDPLUS"
    settings.IMAP_DONE_FOLDER = "Done"
    server.folders["Done"] = []
    server.add(b"another person's")
    server.mails.pop(3)
    take(server)
    assert (len(server.folders["Done"]), server.mails) == (2, {})


def test_a_copy_that_is_refused_takes_nothing_away(server, settings):
    server.capabilities = f"{BASIC} UIDPLUS"
    settings.IMAP_DONE_FOLDER = "Done"
    server.answer("COPY", *[b"NO [OVERQUOTA] Full"] * 2)
    take(server)
    assert set(server.mails) == {1, 2}
    assert not any(r"\Deleted" in flags for flags in server.flags.values())
    assert "Full" in problem()


def test_without_expunge_by_uid_nothing_is_expunged(server, settings):
    server.capabilities = BASIC
    settings.IMAP_DONE_FOLDER = "Done"
    server.folders["Done"] = []
    take(server)
    assert server.count("EXPUNGE") == 0
    assert set(server.mails) == {1, 2}


def test_where_the_server_has_labels_it_is_archived_under_one(server, settings):
    server.capabilities = f"{BASIC} MOVE X-GM-EXT-1"
    settings.IMAP_DONE_FOLDER = "Done by us"
    take(server)
    asked = [line for line in server.asked if line.startswith("STORE")]
    assert asked[1:] == [
        'STORE 1,2 +X-GM-LABELS ("Done by us")',
        r"STORE 1,2 -X-GM-LABELS (\Inbox)",
    ]
    assert server.count("MOVE") + server.count("COPY") == 0


def test_what_could_not_be_read_goes_to_its_own_folder(server, settings, monkeypatch):
    settings.IMAP_DONE_FOLDER, settings.IMAP_PARKED_FOLDER = "Done", "Parked"
    server.folders |= {"Done": [], "Parked": []}
    decide = matching.administrator_of

    def fragile(address, at, **more):
        if address == "bad@meadow.example":
            raise ValueError("bad row")
        return decide(address, at, **more)

    monkeypatch.setattr(matching, "administrator_of", fragile)
    server.add(eml("bad@meadow.example"))
    take(server)
    assert (len(server.folders["Done"]), len(server.folders["Parked"])) == (2, 1)


def test_it_is_deleted_only_by_a_setting(server, settings):
    settings.IMAP_DELETE = True
    take(server)
    assert server.mails == {}
    assert InboundMail.objects.count() == 2


def test_what_was_not_kept_whole_is_never_deleted(server, settings):
    settings.IMAP_DELETE = True
    settings.MAIL_MAX_BYTES = settings.MAIL_KEEP_BYTES = 400
    server.add(eml(subject="three", text="x" * 400))
    take(server)
    assert set(server.mails) == {3}


def test_what_did_not_come_is_not_touched(server, settings):
    settings.IMAP_DELETE = True
    server.answer("FETCH 2", *[b"NO not now"] * 2)
    take(server)
    assert set(server.mails) == {2}
    assert server.flags[2] == set()


@pytest.mark.parametrize("refusal", [b"NO not allowed", b"BAD what"])
@pytest.mark.parametrize("command", ["MOVE", "STORE"])
def test_a_refusal_harms_nothing(server, settings, command, refusal):
    settings.IMAP_DONE_FOLDER = "Done"
    server.folders["Done"] = []
    server.answer(command, *[refusal] * 4)
    assert take(server) == 2
    assert InboundMail.objects.filter(state="accepted").count() == 2


@pytest.mark.parametrize("command", ["MOVE", "STORE"])
def test_a_connection_that_is_lost_over_it_loses_and_doubles_nothing(server, settings, command):
    settings.IMAP_DONE_FOLDER = "Done"
    server.folders["Done"] = []
    server.answer(command, HangUp())
    take(server)
    server.add(eml(subject="three"))
    take(server)
    assert InboundMail.objects.filter(state="accepted").count() == 3
