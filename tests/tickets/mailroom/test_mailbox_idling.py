"""Mail is told of at once where the server has IDLE."""

import threading
import time
from queue import Empty, SimpleQueue

import pytest

from tests.imap_server import HangUp, imap_server
from tickets import tasks
from tickets.mailroom.mailbox import MailboxUnreachable, account, idling
from tickets.models import Mailbox

SOON = 5


@pytest.fixture
def server():
    with imap_server() as running:
        yield running


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(idling, "FIRST_DELAY", 0.01)


@pytest.fixture
def told(server):
    """What is told by somebody who follows the server's mailbox for ever."""
    told = SimpleQueue()
    follow = threading.Thread(
        target=idling._follow, args=(account(server.url), told.put), daemon=True
    )
    follow.start()
    return told


def test_what_came_before_is_told(server, told):
    assert told.get(timeout=SOON) == account(server.url).name


def test_new_mail_is_told(server, told):
    told.get(timeout=SOON)
    server.add(b"new")
    told.get(timeout=SOON)
    with pytest.raises(Empty):
        told.get(timeout=0.2)


def test_a_connection_that_is_lost_is_made_again(server, told):
    server.answer("IDLE", HangUp(), HangUp(b"* BYE\r\n"), b"NO not now")
    told.get(timeout=SOON)
    server.add(b"new")
    told.get(timeout=SOON)


@pytest.mark.parametrize("stage", ["GREETING", "LOGIN", "SELECT", "CAPABILITY"])
def test_wherever_it_is_lost(server, stage):
    server.answer(stage, HangUp(), HangUp())
    told = SimpleQueue()
    arguments = (account(server.url), told.put)
    threading.Thread(target=idling._follow, args=arguments, daemon=True).start()
    assert told.get(timeout=SOON)


def test_the_wait_for_a_server_that_is_away_grows(monkeypatch):
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 12:
            raise InterruptedError

    monkeypatch.setattr(idling, "FIRST_DELAY", 1.0)
    monkeypatch.setattr(idling.time, "sleep", sleep)
    with pytest.raises(InterruptedError):
        idling._follow(account("imap://a:b@127.0.0.1:9/"), lambda name: None)
    assert waits[:5] == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert waits[-1] == idling.LONGEST_DELAY


def test_a_server_without_it_is_left_to_the_minute():
    with imap_server(capabilities="IMAP4rev1") as server, pytest.raises(idling.NoIdle):
        idling.listen(account(server.url), lambda name: None)
    assert server.count("IDLE") == 0


def test_a_silent_session_ends_by_itself(server, monkeypatch):
    monkeypatch.setattr(idling, "LONGEST_SILENCE", 0.1)
    idling.listen(account(server.url), lambda name: None)


def test_a_session_ends_before_the_server_logs_it_off(server, monkeypatch):
    monkeypatch.setattr(idling, "LONGEST_SESSION", 0.1)
    idling.listen(account(server.url), lambda name: None)


def test_a_refusal_to_sign_in_is_one_line(server):
    server.answer("LOGIN", b"NO wrong")
    with pytest.raises(MailboxUnreachable, match="refuses"):
        idling.listen(account(server.url), lambda name: None)


def test_many_mails_at_once_wake_once(monkeypatch):
    news = SimpleQueue()
    for name in ("one", "two", "one", "one"):
        news.put(name)
    assert idling._collected(news, idling.FIRST_PAUSE)[0] == {"one", "two"}


def test_while_there_is_no_quiet_the_pause_grows():
    news, pause = SimpleQueue(), 0.01
    for _ in range(2):
        news.put("one")
        _, pause = idling._collected(news, pause)
    assert pause == 0.04


def test_after_quiet_the_next_is_told_at_once():
    news = SimpleQueue()
    threading.Timer(0.1, news.put, args=["one"]).start()
    began = time.monotonic()
    names, pause = idling._collected(news, 0.01)
    assert (names, pause) == ({"one"}, idling.FIRST_PAUSE)
    assert time.monotonic() - began < idling.LONGEST_PAUSE


# What is woken


@pytest.mark.django_db
def test_the_mailbox_that_is_told_of_is_read(server, clara, settings):
    settings.IMAP_URL = server.url
    box = Mailbox.objects.create(name=account(server.url).name)
    server.add(b"From: clara@meadow.example\r\nSubject: Now\r\n\r\nHello\r\n")
    assert tasks.fetch_mailbox(box.pk) == 1


@pytest.mark.django_db
def test_one_that_the_settings_no_longer_name_is_not(settings):
    settings.IMAP_URL = ""
    assert tasks.fetch_mailbox(Mailbox.objects.create(name="old").pk) == 0


@pytest.mark.django_db
def test_one_that_cannot_be_read_is_a_line_in_the_log(settings, caplog):
    settings.IMAP_URL = "imap://a:b@127.0.0.1:9/INBOX"
    box = Mailbox.objects.create(name=account(settings.IMAP_URL).name)
    assert tasks.fetch_mailbox(box.pk) == 0
    assert "nothing takes connections" in caplog.text
    assert "Traceback" not in caplog.text
