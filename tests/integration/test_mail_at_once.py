"""The same mails for two addresses, received by two processes at once: exactly one ticket each."""

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings

from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.integration.cluster import database_url
from tests.integration.dovecot import dovecot
from tests.tickets.mailroom.test_intake import eml
from tickets.models import InboundMail, Ticket

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.imap,
    pytest.mark.django_db(transaction=True),
]
ADDRESSES = ("sales@istockist.com", "help@istockist.com")
MAILS = 20
HOUR = timedelta(hours=1)


def mail(number: int, address: str, **more) -> bytes:
    """As it is delivered to one of two addresses: the trace differs, the mail does not."""
    received = f"{OPENED:%d %b %Y %H:%M:%S} +0000"
    trace = f"Delivered-To: {address}\r\nReceived: by mx.istockist.example; {received}\r\n"
    return trace.encode() + eml(subject=f"Mail {number}", to=", ".join(ADDRESSES), **more)


def with_ids(number: int, address: str) -> bytes:
    return mail(number, address, message_id=f"<{number}@meadow.example>")


kinds = pytest.mark.parametrize("made", [with_ids, mail], ids=["with an id", "without an id"])


def at_once(way: str, *sources: str) -> list[str]:
    """What each of the processes says, which begin at the same instant."""
    start = time.time() + 8
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "MAIL_ACKNOWLEDGEMENTS_PER_HOUR": str(MAILS),
    }
    receivers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.integration.receiver", way, source,
             (OPENED + HOUR).isoformat(), str(start)],
            env=environment, stdout=subprocess.PIPE, text=True,
        )
        for source in sources
    ]  # fmt: skip
    return [receiver.communicate(timeout=120)[0] for receiver in receivers]


def expect_one_ticket_each() -> None:
    subjects = Counter(Ticket.objects.values_list("subject", flat=True))
    assert subjects == Counter({f"Mail {number}": 1 for number in range(MAILS)})
    states = Counter(InboundMail.objects.values_list("state", flat=True))
    assert states == Counter({"accepted": MAILS, "copy": MAILS})
    assert Letter.objects.filter(template="open").count() == MAILS


@kinds
def test_two_processes_with_piped_mail(clara, tmp_path, made):
    for address in ADDRESSES:
        (tmp_path / address).mkdir()
        for number in range(MAILS):
            (tmp_path / address / f"{number:02}.eml").write_bytes(made(number, address))
    assert at_once("pipe", *(str(tmp_path / each) for each in ADDRESSES)) == ["20", "20"]
    expect_one_ticket_each()


@kinds
def test_two_processes_with_a_mailbox_each(clara, tmp_path_factory, made):
    roots = [tmp_path_factory.mktemp("imap") for _ in ADDRESSES]
    with dovecot(roots[0]) as first, dovecot(roots[1]) as second:
        for server, address in zip((first, second), ADDRESSES, strict=True):
            server.append_all([made(number, address) for number in range(MAILS)], OPENED)
        assert at_once("fetch", first.url, second.url) == ["20", "20"]
    expect_one_ticket_each()


def test_two_processes_with_one_mailbox(clara, tmp_path):
    with dovecot(tmp_path) as server:
        server.append_all([with_ids(number, ADDRESSES[0]) for number in range(MAILS)], OPENED)
        at_once("fetch", server.url, server.url)
    assert Ticket.objects.count() == MAILS
    assert InboundMail.objects.count() == MAILS
