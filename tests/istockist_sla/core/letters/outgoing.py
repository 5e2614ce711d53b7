"""Letters to send, and a mail server that answers as it is told."""

import smtplib
from datetime import timedelta

from istockist_sla.core import letters
from istockist_sla.core.letters import Address, Rendered
from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLARA, BEN = (
    Address("clara@meadow.example", "Clara Whitcombe"),
    Address("ben@meadow.example", "Ben"),
)
SILENT = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


def refused(code, answer):
    return smtplib.SMTPRecipientsRefused({CLARA.email: (code, answer.encode())})


GONE = refused(550, "5.1.1 No such mailbox")
NO_RELAY = refused(554, "5.7.1 Relay access denied")
BUSY = refused(450, "4.2.1 Try again later")


def render(letter: Letter) -> Rendered:
    return Rendered("A subject", f"Text {letter.pk}", f"<p>Text {letter.pk}</p>", {})


def write(key="event:1:open", to=CLARA, at=OPENED, **more) -> Letter:
    given = {"kind": Event.Kind.TICKET, "subject_id": 1, "template": "open", **more}
    return letters.queue(key=key, to=to, at=at, **given)


def secret(key="sign-in:1", until=OPENED + 10 * MINUTE, **more) -> Letter:
    return write(key=key, secret_until=until, **more)


def write_many(count, **more) -> list[Letter]:
    return [write(key=f"event:{number}:open", **more) for number in range(count)]


def send(at=OPENED, render=render, **more) -> int:
    return letters.send_due(at=lambda: at, render=render, **more)


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


class Server:
    """Takes what it is given, or does with each letter what `answers` says; `opens` is what it
    answers to a connection."""

    def __init__(self, *answers, opens=None):
        self.answers, self.opens, self.taken, self.asked = list(answers), opens, [], 0

    def open(self):
        self.asked += 1
        if self.opens is not None:
            raise self.opens

    def close(self):
        pass

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *_):
        self.close()

    def send_messages(self, messages):
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.taken += messages
        return len(messages)
