"""Mail through a real IMAP server whose connections are cut: none is lost, none comes twice."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tests.integration.dovecot import dovecot
from tests.integration.faults import Cut, proxy
from tests.tickets.mailroom.test_intake import eml
from tickets.mailroom import mailbox
from tickets.mailroom.mailbox import MailboxUnreachable
from tickets.models import InboundMail, Mailbox, Ticket, UnfetchedMail

pytestmark = [pytest.mark.imap, pytest.mark.django_db]
LATER = OPENED + timedelta(hours=2)
MINUTE = timedelta(minutes=1)

# The stages of a fetch, each cut before the server hears of it and in the middle of its answer.
STAGES = [
    Cut(name="greeting", after=5),
    Cut(name="capability", said=b"CAPABILITY"),
    Cut(name="login", said=b"LOGIN"),
    Cut(name="answer to login", said=b"LOGIN", after=4),
    Cut(name="select", said=b"SELECT"),
    Cut(name="answer to select", said=b"SELECT", after=60),
    Cut(name="search", said=b"SEARCH"),
    Cut(name="answer to search", said=b"SEARCH", after=9),
    Cut(name="fetch", said=b"FETCH"),
    Cut(name="head of a fetch", said=b"FETCH", after=30),
    Cut(name="literal", said=b"FETCH", after=300),
    Cut(name="end of a fetch", said=b"FETCH", after=420),
    Cut(name="store", said=b"STORE"),
    Cut(name="answer to store", said=b"STORE", after=3),
    Cut(name="logout", said=b"LOGOUT"),
    Cut(name="answer to logout", said=b"LOGOUT", after=3),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with dovecot(tmp_path_factory.mktemp("imap")) as running:
        yield running


@pytest.fixture
def server(shared):
    shared.empty()
    return shared


@pytest.fixture
def between(server):
    with proxy(server.port) as running:
        yield running


def url(between) -> str:
    return f"imap://support:secret@127.0.0.1:{between.port}/INBOX"


def take_until_all_is_read(between, most: int = 60) -> int:
    """A fetch each minute, as the cluster does; returns how many it took."""
    for minute in range(1, most):
        at = LATER + minute * MINUTE
        with suppress(MailboxUnreachable):
            mailbox.fetch(url(between), at=lambda at=at: at)
        if Mailbox.objects.get().fetched_at == at and between.is_done:
            return minute
    raise AssertionError(f"It is not read yet: {between.happened}")


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_cut_at_each_stage_loses_and_doubles_nothing(server, between, clara, stage):
    for word in ("one", "two"):
        server.append(eml(subject=word), OPENED)
    between.plan(stage)
    assert take_until_all_is_read(between) <= 3
    assert sorted(Ticket.objects.values_list("subject", flat=True)) == ["one", "two"]
    assert set(InboundMail.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_server_that_hangs_up_at_once_is_one_line(between, clara):
    between.refuses = 9
    with pytest.raises(MailboxUnreachable, match="cut"):
        mailbox.fetch(url(between), at=lambda: LATER)
    assert "Traceback" not in Mailbox.objects.get().last_error


def test_of_a_thousand_mails_none_is_lost_and_none_comes_twice(server, between, clara):
    """From strangers, whose mail is held: what is made of a mail is tried elsewhere."""
    mails = [eml(f"n{number}@else.example", subject=f"Mail {number}") for number in range(1000)]
    server.append_all(mails, OPENED)
    places = [Cut(name=f"{stage.name} {skip}", said=stage.said, after=stage.after, skip=skip)
              for stage in STAGES for skip in (0, 3, 40)
              if skip == 0 or stage.said == b"FETCH"]  # fmt: skip
    between.plan(*places)
    take_until_all_is_read(between)
    subjects = Counter(InboundMail.objects.values_list("subject", flat=True))
    assert subjects == Counter({f"Mail {number}": 1 for number in range(1000)})
    assert set(InboundMail.objects.values_list("state", flat=True)) == {"held"}
    assert not UnfetchedMail.objects.exists()
    assert len(between.happened) == len(places)
