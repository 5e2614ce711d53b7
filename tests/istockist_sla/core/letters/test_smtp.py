"""How far a letter came, told from the talk with a server that ends it at each point."""

import smtplib
import socket
import threading

import pytest
from django.core.mail import EmailMessage

from istockist_sla.core.letters import smtp
from istockist_sla.core.letters.smtp import EmailBackend, NotHandedOver
from tests.istockist_sla.core.letters.outgoing import GONE, refused

ANSWERS = ["220 hello", "250 hello", "250 sender", "250 recipient", "354 go on", "250 taken"]
HELLO, CONTENT = 2, 5


class Talk(threading.Thread):
    """Gives the answers, each after one command or after all of the content; then hangs up instead
    of the next one."""

    def __init__(self, answers):
        super().__init__(daemon=True)
        self.answers = answers
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rwb") as lines:
            for answer in self.answers:
                lines.write(answer.encode() + b"\r\n")
                lines.flush()
                self._hear(lines, b".\r\n" if answer.startswith("354") else b"")

    def _hear(self, lines, last):
        """One line, or all up to `last`."""
        while line := lines.readline():
            if not last or line == last:
                return


def send(answers):
    talk = Talk(answers)
    talk.start()
    backend = EmailBackend(host="127.0.0.1", port=talk.port, timeout=5)
    try:
        return EmailMessage("S", "T", "a@b.example", ["c@d.example"], connection=backend).send()
    finally:
        backend.close()
        talk.listener.close()


@pytest.mark.parametrize("count", range(CONTENT))
def test_a_server_that_hangs_up_before_the_content_has_no_letter(count):
    with pytest.raises(NotHandedOver):
        send(ANSWERS[:count])


def test_a_server_that_hangs_up_after_the_content_may_have_it():
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(ANSWERS[:CONTENT])


def test_a_server_that_takes_it_has_it():
    assert send(ANSWERS) == 1


@pytest.mark.parametrize("answer", ["451 4.3.0 Later", "550 5.7.1 No"])
def test_whatever_a_server_says_to_the_sender_is_its_own_trouble(answer):
    with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
        send([*ANSWERS[:HELLO], answer])
    assert smtp.is_trouble_of_server(refusal.value)


def test_a_recipients_own_never_is_permanent_and_no_trouble_of_the_server():
    assert smtp.is_permanent(GONE)
    assert not smtp.is_trouble_of_server(GONE)


@pytest.mark.parametrize("answer", ["450 4.2.0 Greylisted", "452 4.2.2 Full", "451 4.7.1 Later"])
def test_a_recipients_own_not_now_is_neither(answer):
    code, _, text = answer.partition(" ")
    error = refused(int(code), text)
    assert not smtp.is_permanent(error)
    assert not smtp.is_trouble_of_server(error)
