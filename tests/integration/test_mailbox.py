"""Mail from a real IMAP server."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import OPENED
from tests.integration.dovecot import dovecot
from tests.tickets.mailroom.test_intake import eml
from tickets.mailroom import matching
from tickets.mailroom.mailbox import MailboxUnreachable, account, fetch
from tickets.models import InboundMail, Mailbox, Ticket

pytestmark = [pytest.mark.imap, pytest.mark.django_db]
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with dovecot(tmp_path_factory.mktemp("imap")) as running:
        yield running


@pytest.fixture
def server(shared):
    shared.empty()
    return shared


def take(server, at=OPENED + 2 * HOUR, **more) -> int:
    return fetch(server.url, at=lambda: at, **more)


def test_new_mail_opens_a_ticket_at_its_internaldate(server, clara):
    server.append(eml(received=OPENED - HOUR), OPENED)
    take(server)
    assert Ticket.objects.get().opened_at == OPENED


def test_a_receipt_in_another_zone_is_the_same_instant(server, clara):
    client = server.client()
    client.append("INBOX", "", '"10-Mar-2026 14:30:00 +0530"', eml())
    take(server)
    assert Ticket.objects.get().opened_at == OPENED


def test_mail_is_taken_once(server, clara):
    server.append(eml(), OPENED)
    assert (take(server), take(server)) == (1, 0)


def test_the_next_mail_is_taken_the_next_time(server, clara):
    server.append(eml(), OPENED)
    take(server)
    server.append(eml(text="Another"), OPENED + HOUR)
    assert take(server) == 1
    assert Ticket.objects.count() == 2


def test_taken_mail_is_marked_as_seen(server, clara):
    server.append(eml(), OPENED)
    take(server)
    assert server.seen() == 1


def test_a_mailbox_numbered_anew_opens_nothing_twice(server, clara):
    server.append(eml(), OPENED)
    take(server)
    before = Mailbox.objects.get().uid_validity
    server.renumber()
    take(server)
    assert Mailbox.objects.get().uid_validity != before
    assert Ticket.objects.count() == 1


def test_one_bad_mail_does_not_stop_the_mailbox(server, clara, monkeypatch):
    decide = matching.administrator_of

    def fragile(address, at, **more):
        if address == "bad@meadow.example":
            raise ValueError("bad row")
        return decide(address, at, **more)

    monkeypatch.setattr(matching, "administrator_of", fragile)
    server.append(eml("bad@meadow.example"), OPENED)
    server.append(eml(), OPENED)
    assert take(server) == 2
    assert set(InboundMail.objects.values_list("state", flat=True)) == {"parked", "accepted"}


def test_bytes_come_through_unchanged(server, clara):
    raw = eml(text="Ærø – naïve\r\n.\r\nFrom the start").replace(b"\n\n", b"\n")
    server.append(raw, OPENED)
    take(server)
    assert bytes(InboundMail.objects.get().raw) == raw


def test_more_than_one_call_takes_is_left_for_the_next(server, clara):
    for n in range(3):
        server.append(eml(text=f"Mail {n}"), OPENED)
    assert (take(server, most=2), take(server, most=2)) == (2, 1)


def test_a_wrong_password_is_told_in_one_line(server):
    with pytest.raises(MailboxUnreachable):
        fetch(server.url.replace("secret", "wrong"), at=lambda: OPENED)
    assert Mailbox.objects.get().last_error


def test_a_server_that_is_away_is_told_in_one_line(db):
    with pytest.raises(MailboxUnreachable, match=r"127\.0\.0\.1"):
        fetch("imap://support:x@127.0.0.1:9/INBOX", at=lambda: OPENED)


def test_the_command_fetches(server, clara, settings):
    settings.IMAP_URL = server.url
    server.append(eml(), OPENED)
    out = StringIO()
    call_command("fetch_mail", stdout=out)
    assert out.getvalue() == "1 received\n"


def test_the_command_says_what_is_missing(db, settings):
    settings.IMAP_URL = ""
    with pytest.raises(CommandError, match="IMAP_URL"):
        call_command("fetch_mail")


def test_an_address_with_escapes_is_read():
    found = account("imaps://a%40b.ie:p%2Fw@mail.example/Support/In")
    assert (found.user, found.password, found.port, found.folder) == (
        "a@b.ie",
        "p/w",
        993,
        "Support/In",
    )


def test_received_mail_is_moved_by_a_real_server(server, clara, settings):
    settings.IMAP_DONE_FOLDER = "Done"
    server.append(eml(), OPENED)
    take(server)
    assert (server.count("INBOX"), server.count("Done")) == (0, 1)
    server.empty("Done")


def test_received_mail_is_deleted_by_a_real_server_where_a_setting_says_so(server, clara, settings):
    settings.IMAP_DELETE = True
    server.append(eml(), OPENED)
    take(server)
    assert server.count("INBOX") == 0


def test_a_long_mail_is_kept_up_to_the_limit_of_a_real_server(server, clara, settings):
    settings.MAIL_MAX_BYTES, settings.MAIL_KEEP_BYTES = 20_000, 50_000
    server.append(eml(text="x" * 70_000), OPENED)
    take(server)
    mail = InboundMail.objects.get()
    assert len(mail.raw) == 50_000
    assert mail.full_size > 70_000
    assert "its end is missing" in Ticket.objects.get().messages.get().text


def test_a_mailbox_numbered_anew_reads_on(server, clara):
    server.append(eml(text="One"), OPENED)
    take(server)
    server.renumber()
    server.append(eml(text="Two"), OPENED)
    take(server)
    assert Ticket.objects.count() == 2
