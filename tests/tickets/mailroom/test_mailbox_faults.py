"""A mail that an IMAP server does not give is not lost, and the mails behind it come in."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tests.imap_server import HangUp, imap_server
from tests.tickets.mailroom.test_intake import eml
from tickets.mailroom import mailbox
from tickets.mailroom.mailbox import MailboxUnreachable
from tickets.mailroom.mailbox.unfetched import delay
from tickets.models import InboundMail, Mailbox, Ticket, UnfetchedMail

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = OPENED + timedelta(hours=2)


@pytest.fixture
def server():
    with imap_server() as running:
        yield running


@pytest.fixture
def three(server, clara):
    """Three mails, of which the second is the one in question."""
    for word in ("first", "second", "third"):
        server.add(eml(subject=word))
    return server


def take(server, at=LATER) -> int:
    return mailbox.fetch(server.url, at=lambda: at)


def subjects() -> list[str]:
    return sorted(Ticket.objects.values_list("subject", flat=True))


CUT = b'* 2 FETCH (UID 2 INTERNALDATE "10-Mar-2026 09:00:00 +0000" RFC822.SIZE 150 BODY[]<0> {150}\r\nFrom: a'  # noqa: E501
NIL = b"* 2 FETCH (UID 2 RFC822.SIZE 150 BODY[] NIL)\r\nOK done"
SHORT = b"* 2 FETCH (UID 2 RFC822.SIZE 150 BODY[] {6}\r\nReceiv)\r\nOK done"
OF_ANOTHER = b"* 1 FETCH (UID 1 RFC822.SIZE 9 BODY[] {9}\r\nFrom: abc)\r\nOK done"
FAULTS = {
    "NO": b"NO [SERVERBUG] Internal error",
    "BAD": b"BAD Not like this",
    "OK without data": b"OK done",
    "NIL": NIL,
    "less than it counts": SHORT,
    "another mail": OF_ANOTHER,
    "only flags": b"* 2 FETCH (UID 2 FLAGS (\\Seen))\r\nOK done",
    "data and then NO": SHORT.replace(b"OK done", b"NO I/O error"),
    "cut in the literal": HangUp(CUT),
    "cut before an answer": HangUp(),
    "BYE": HangUp(b"* BYE Shutting down\r\n"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_moment_costs_nothing(three, fault):
    three.answer("FETCH 2", fault)
    assert take(three) == 3
    assert subjects() == ["first", "second", "third"]
    assert bytes(InboundMail.objects.get(subject="second").raw) == three.mails[2]


LASTING = [name for name in FAULTS if name != "less than it counts"]


@pytest.mark.parametrize("fault", [FAULTS[name] for name in LASTING], ids=LASTING)
def test_a_fault_that_lasts_keeps_nobody_elses_mail_and_ends(three, fault):
    three.answer("FETCH 2", *[fault] * 2)
    assert take(three) == 2
    assert subjects() == ["first", "third"]
    assert take(three, LATER + MINUTE) == 1
    assert subjects() == ["first", "second", "third"]
    assert not UnfetchedMail.objects.exists()


def test_it_is_not_asked_for_before_its_time(three):
    three.answer("FETCH 2", *[b"NO not now"] * 2)
    take(three)
    asked = three.count("FETCH 2")
    take(three, LATER + MINUTE / 2)
    assert three.count("FETCH 2") == asked


def test_the_delay_grows_up_to_an_hour():
    minutes = [delay(attempts) / MINUTE for attempts in range(1, 10)]
    assert minutes == [0, 1, 2, 4, 8, 16, 32, 60, 60]


def test_after_some_attempts_people_are_told(three):
    three.answer("FETCH 2", *[b"NO [SERVERBUG] Internal error"] * 3)
    take(three)
    assert Mailbox.objects.get().last_error == ""
    take(three, LATER + MINUTE)
    told = Mailbox.objects.get().last_error
    assert "UID 2" in told
    assert "Internal error" in told
    take(three, LATER + 10 * MINUTE)
    assert Mailbox.objects.get().last_error == ""


def test_a_mailbox_with_a_mail_that_did_not_come_counts_as_unread(three):
    three.answer("FETCH 2", *[b"NO not now"] * 2)
    take(three)
    assert Mailbox.objects.get().fetched_at is None
    take(three, LATER + MINUTE)
    assert Mailbox.objects.get().fetched_at == LATER + MINUTE


def test_a_mail_that_somebody_deleted_meanwhile_is_not_waited_for(three):
    del three.mails[2]
    three.answer("SEARCH UID", b"* SEARCH 1 2 3\r\nOK done")
    assert take(three) == 2
    assert not UnfetchedMail.objects.exists()
    assert Mailbox.objects.get().fetched_at == LATER


def test_a_mail_deleted_while_it_was_waited_for_is_forgotten(three):
    three.answer("FETCH 2", *[b"NO not now"] * 2)
    take(three)
    del three.mails[2]
    take(three, LATER + MINUTE)
    assert not UnfetchedMail.objects.exists()


def test_the_beginning_is_taken_where_the_rest_never_comes(three):
    three.answer("FETCH 2", *[SHORT] * 9)
    take(three)
    take(three, LATER + MINUTE)
    mail = InboundMail.objects.get(uid=2)
    assert (bytes(mail.raw), mail.full_size) == (b"Receiv", 150)


def test_a_server_that_counts_too_much_is_believed_when_it_says_that_nothing_follows(three):
    raw = three.mails[2]
    whole = b"* 2 FETCH (UID 2 RFC822.SIZE 9999 BODY[]<0> {%d}\r\n%b)\r\nOK done" % (len(raw), raw)
    end = b'* 2 FETCH (UID 2 RFC822.SIZE 9999 BODY[]<%d> "")\r\nOK done' % len(raw)
    three.answer("FETCH 2", whole, end)
    assert take(three) == 3
    assert InboundMail.objects.get(uid=2).full_size is None


def test_what_a_server_gives_in_pieces_is_put_together(three):
    raw = three.mails[2]
    first = b"* 2 FETCH (UID 2 RFC822.SIZE %d BODY[]<0> {9}\r\n%b)\r\nOK done" % (len(raw), raw[:9])
    three.answer("FETCH 2", first)
    take(three)
    assert bytes(InboundMail.objects.get(uid=2).raw) == raw


def test_a_short_mail_between_quotes_is_read(server, clara):
    server.add(b"From: clara@meadow.example")
    server.answer(
        "FETCH", b'* 1 FETCH (UID 1 BODY[] "From: \\"C\\" <clara@meadow.example>")\r\nOK d'
    )
    take(server)
    assert bytes(InboundMail.objects.get().raw) == b'From: "C" <clara@meadow.example>'


def test_a_list_that_did_not_come_is_no_empty_list(three):
    three.answer("SEARCH", b"OK done")
    with pytest.raises(MailboxUnreachable, match="list"):
        take(three)
    assert Mailbox.objects.get().fetched_at is None


@pytest.mark.parametrize("answer", [b"NO read-only", b"BAD STORE"])
def test_a_refused_flag_slows_nothing(three, answer):
    three.answer("STORE", *[answer] * 3)
    assert take(three) == 3
    assert three.count("STORE") == 1
    assert Mailbox.objects.get().last_error == ""


def test_a_folder_that_cannot_be_changed_is_read(three):
    three.read_only = True
    assert take(three) == 3


def test_a_flag_does_not_expunge_what_other_people_have_deleted(three):
    three.flags[1].add(r"\Deleted")
    take(three)
    assert 1 in three.mails


def test_a_mailbox_numbered_anew_forgets_what_it_waited_for(three):
    three.answer("FETCH 2", *[b"NO not now"] * 2)
    take(three)
    three.validity = 8
    assert take(three) == 3
    assert not UnfetchedMail.objects.exists()
    assert subjects() == ["first", "second", "third"]


def test_a_server_on_another_port_is_another_mailbox(three):
    take(three)
    with imap_server() as other:
        other.add(eml(subject="fourth"))
        take(other)
    assert Mailbox.objects.count() == 2


# What cannot be reached

REFUSALS = {
    "GREETING": (HangUp(), "cut"),
    "LOGIN": (b"NO [AUTHENTICATIONFAILED] Wrong", "refuses the user support"),
    "SELECT": (b"NO [NONEXISTENT] Unknown", "the folder INBOX cannot be opened"),
    "SEARCH": (b"NO [SERVERBUG] Broken", "Broken"),
}


@pytest.mark.parametrize("command", REFUSALS)
def test_a_refusal_is_one_line_without_the_password(server, command):
    answer, words = REFUSALS[command]
    server.answer(command, *[answer] * 9)
    with pytest.raises(MailboxUnreachable, match=words) as raised:
        take(server)
    line = str(raised.value)
    assert line == Mailbox.objects.get().last_error
    assert f"127.0.0.1:{server.port}" in line
    assert "\n" not in line
    assert "secret" not in line


@pytest.mark.parametrize("command", ["GREETING", "LOGIN", "SELECT", "SEARCH"])
def test_a_connection_that_is_cut_is_one_line(server, command):
    server.answer(command, *[HangUp()] * 9)
    with pytest.raises(MailboxUnreachable, match="cut"):
        take(server)


def test_a_connection_cut_at_the_end_is_no_fault(three):
    three.answer("LOGOUT", HangUp())
    assert take(three) == 3
    assert Mailbox.objects.get().last_error == ""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imap://a:b@127.0.0.1:9/", "nothing takes connections"),
        ("imaps://a:b@nowhere.invalid/", "no machine of this name"),
    ],
)
def test_a_server_that_is_not_there_is_one_line(db, url, words):
    with pytest.raises(MailboxUnreachable, match=words):
        mailbox.fetch(url, at=lambda: LATER)


def test_a_password_of_any_script_is_said(server):
    server.answer("AUTHENTICATE", b"NO no such thing")
    url = server.url.replace("secret", "gehe%C3%AFm")
    with pytest.raises(MailboxUnreachable, match="refuses"):
        mailbox.fetch(url, at=lambda: LATER)
