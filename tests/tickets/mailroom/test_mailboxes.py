"""Several mailboxes: each has its own cursor, error and last fetch, and holds up no other."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import OPENED
from tests.imap_server import imap_server
from tests.tickets.mailroom.test_intake import eml
from tickets import tasks
from tickets.mailroom import mailbox
from tickets.mailroom.mailbox import accounts
from tickets.models import InboundMail, Mailbox, Ticket

LATER = OPENED + timedelta(hours=2)
AWAY = "imap://support:secret@127.0.0.1:9/INBOX"


@pytest.mark.parametrize("between", [",", ", ", "\n", " ", ";\n", ",\n  "])
def test_several_addresses_may_stand_in_the_setting(between):
    urls = between.join(["imaps://a:b@one.example/", "imap://c:d@two.example:1143/In"])
    assert [each.name for each in accounts(urls)] == [
        "a@one.example:993/INBOX",
        "c@two.example:1143/In",
    ]


def test_a_comma_in_a_password_parts_nothing():
    assert [each.password for each in accounts("imaps://a:b,c@one.example/")] == ["b,c"]


def test_a_mailbox_named_twice_is_read_once():
    assert len(accounts("imaps://a:b@one.example/ imaps://a:b@one.example:993/INBOX")) == 1


def test_no_address_is_no_mailbox():
    assert accounts("") == []


@pytest.fixture
def both(db):
    with imap_server() as first, imap_server() as second:
        yield first, second


def urls(both) -> str:
    return ",".join(server.url for server in both)


def take(both, at=LATER):
    return mailbox.fetch_all(urls(both), at=lambda: at)


def test_all_are_read(both, clara):
    for server, word in zip(both, ("one", "two"), strict=True):
        server.add(eml(subject=word))
    assert take(both) == (2, [])
    assert [box.last_uid for box in Mailbox.objects.all()] == [1, 1]
    assert [box.fetched_at for box in Mailbox.objects.all()] == [LATER, LATER]


def test_the_same_mail_in_two_mailboxes_is_one_ticket(both, clara):
    for server, name in zip(both, ("sales", "help"), strict=True):
        raw = eml(message_id="<1@meadow.example>", to=f"{name}@istockist.com")
        server.add(b"Delivered-To: %b@istockist.com\r\n" % name.encode() + raw)
    assert take(both)[0] == 2
    assert Ticket.objects.count() == 1


def test_one_that_is_away_holds_up_no_other(both, clara):
    both[1].add(eml())
    count, problems = mailbox.fetch_all(f"{AWAY},{urls(both)}", at=lambda: LATER)
    assert count == 1
    assert len(problems) == 1
    away = Mailbox.objects.get(name__contains=":9/")
    assert (bool(away.last_error), away.fetched_at) == (True, None)


def test_one_that_was_away_comes_last_the_next_time(both, clara):
    two = f"{AWAY} {both[0].url}"
    mailbox.fetch_all(two, at=lambda: LATER)
    read = []

    def at():
        read.append(Mailbox.objects.exclude(last_error="").count())
        return LATER

    mailbox.fetch_all(two, at=at)
    assert read


def test_a_mailbox_that_the_settings_no_longer_name_is_out_of_force(both):
    take(both)
    take(both[:1])
    assert [box.in_force for box in Mailbox.objects.order_by("pk")] == [True, False]
    take(both)
    assert all(box.in_force for box in Mailbox.objects.all())


def test_a_mailbox_counts_from_the_moment_it_is_named(both, monkeypatch):
    """Before it was read once nothing is closed for want of an answer (E2)."""
    mailbox.put_in_force(f"{urls(both)} {AWAY}")
    assert Mailbox.objects.filter(in_force=True, fetched_at=None).count() == 3


def test_a_round_has_an_end_and_the_next_goes_on(both, clara, settings):
    for number in range(3):
        both[0].add(eml(subject=f"Mail {number}"))
    at = lambda: LATER  # noqa: E731
    assert mailbox.fetch(both[0].url, at=at, most=2) == 2
    assert Mailbox.objects.get().fetched_at is None
    assert mailbox.fetch(both[0].url, at=at, most=2) == 1
    assert Mailbox.objects.get().fetched_at == LATER


def test_mail_that_comes_while_others_are_read_is_taken_too(both, clara, monkeypatch):
    server = both[0]
    server.add(eml(subject="one"))
    put = mailbox.receiving.intake.process_stored

    def process(mail, *, at):
        put(mail, at=at)
        if len(server.mails) == 1:
            server.add(eml(subject="two"))

    monkeypatch.setattr(mailbox.receiving.intake, "process_stored", process)
    assert mailbox.fetch(server.url, at=lambda: LATER) == 2


# The command and the job


def test_the_command_names_each_mailbox_that_cannot_be_read(both, clara, settings):
    both[0].add(eml())
    settings.IMAP_URL = f"{both[0].url},{AWAY}"
    out = StringIO()
    with pytest.raises(CommandError, match="nothing takes connections") as raised:
        call_command("fetch_mail", stdout=out)
    assert out.getvalue() == "1 received\n"
    assert "127.0.0.1:9" in str(raised.value)


def test_the_job_writes_a_line_for_each_and_goes_on(both, clara, settings, caplog):
    both[0].add(eml())
    settings.IMAP_URL = f"{AWAY},{both[0].url}"
    assert tasks.fetch_mail() == 1
    assert InboundMail.objects.count() == 1
    assert "nothing takes connections" in caplog.text
    assert "Traceback" not in caplog.text


def test_the_job_without_a_mailbox_settles_what_waits(db, settings):
    settings.IMAP_URL = ""
    assert tasks.fetch_mail() == 0
