"""Letters through a real SMTP server whose connections are cut: none is lost, none goes twice."""

from collections import Counter
from datetime import timedelta

import pytest

from istockist_sla.core import letters
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.integration.faults import Cut, proxy
from tests.istockist_sla.core.letters.outgoing import render, write_many
from tests.smtp_server import smtp_server

pytestmark = [pytest.mark.smtp, pytest.mark.django_db]
HOUR = timedelta(hours=1)
LETTERS = 400
END = b"\r\n.\r\n"

# The stages of a delivery, each cut before the server hears of it and in the middle of its answer.
BEFORE_THE_LETTER = [
    Cut(name="greeting", after=3),
    Cut(name="ehlo", said=b"ehlo"),
    Cut(name="answer to ehlo", said=b"ehlo", after=3),
    Cut(name="mail", said=b"mail FROM"),
    Cut(name="answer to mail", said=b"mail FROM", after=0),
    Cut(name="rcpt", said=b"rcpt TO"),
    Cut(name="answer to rcpt", said=b"rcpt TO", after=0),
    Cut(name="data", said=b"data\r\n"),
    Cut(name="answer to data", said=b"data\r\n", after=2),
]
# Behind the last line of a letter nobody but the server knows whether it has it.
AT_THE_END = [
    Cut(name="content", said=END),
    Cut(name="answer to the content", said=END, after=0),
    Cut(name="half an answer to the content", said=END, after=2),
]


@pytest.fixture
def server(tmp_path):
    with smtp_server(tmp_path) as started:
        yield started


@pytest.fixture
def between(server, settings):
    settings.EMAIL_BACKEND = "istockist_sla.core.letters.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5
    with proxy(server.port) as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def send_until_nothing_waits() -> None:
    """An attempt each hour; what nobody but a person can decide is left."""
    for hour in range(1, 60):
        letters.send_due(at=lambda hour=hour: OPENED + hour * HOUR, render=render, most=2000)
        if not Letter.objects.filter(state__in=["queued", "sending"]).exists():
            return
    raise AssertionError("Letters still wait.")


def accepted(server) -> Counter[str]:
    return Counter(message["Message-ID"] for message in server.accepted())


def ids(state: str) -> set[str]:
    return set(Letter.objects.filter(state=state).values_list("message_id", flat=True))


def expect_each_once(server) -> None:
    """What is sent has arrived once; of what is unclear nothing arrived twice."""
    arrived = accepted(server)
    assert set(arrived.values()) == {1}
    assert ids("sent") <= set(arrived)
    assert set(arrived) <= ids("sent") | ids("unclear")
    assert not ids("failed")


@pytest.mark.parametrize("stage", BEFORE_THE_LETTER, ids=lambda stage: stage.name)
def test_a_cut_before_the_letter_costs_nothing(server, between, stage):
    write_many(2)
    between.plan(stage)
    send_until_nothing_waits()
    assert between.is_done
    assert len(ids("sent")) == 2
    expect_each_once(server)


@pytest.mark.parametrize("stage", AT_THE_END, ids=lambda stage: stage.name)
def test_a_cut_at_the_end_of_a_letter_is_left_to_a_person(server, between, stage):
    write_many(2)
    between.plan(stage)
    send_until_nothing_waits()
    assert between.is_done
    assert (len(ids("sent")), len(ids("unclear"))) == (1, 1)
    expect_each_once(server)


def test_of_four_hundred_letters_none_is_lost_and_none_goes_twice(server, between):
    write_many(LETTERS)
    places = [
        Cut(name=f"{stage.name} {skip}", said=stage.said, after=stage.after, skip=skip)
        for stage in BEFORE_THE_LETTER + AT_THE_END
        for skip in ((0, 50, 300) if stage.said not in (b"", b"ehlo") else (0, 2))
    ]
    between.plan(*places)
    send_until_nothing_waits()
    assert between.is_done
    assert len(ids("unclear")) == 3 * len(AT_THE_END)
    assert len(ids("sent")) == LETTERS - 3 * len(AT_THE_END)
    expect_each_once(server)
