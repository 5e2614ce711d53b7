"""Letters go out, once, and what becomes of each is kept on its row."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection as database

from istockist_sla.core import letters
from istockist_sla.core.letters import Enclosure, NotHandedOver, Rendered, sending
from istockist_sla.core.letters.claiming import EXPIRED, LEASE
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.istockist_sla.core.letters.outgoing import (
    BUSY,
    MINUTE,
    SILENT,
    fresh,
    render,
    secret,
    send,
    write,
    write_many,
)

pytestmark = pytest.mark.django_db


def test_text_and_html_go_out_and_stay_on_the_row():
    letter = write()
    assert send() == 1
    letter, (message,) = fresh(letter), mail.outbox
    assert (letter.state, letter.sent_at, letter.attempts) == (Letter.State.SENT, OPENED, 1)
    assert message.body == letter.text == f"Text {letter.pk}"
    assert message.alternatives[0].content == letter.html
    assert message.alternatives[0].mimetype == "text/html"


def test_no_machine_is_invited_to_answer():
    letter = write()
    send()
    headers = mail.outbox[0].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["Message-ID"] == letter.message_id


def test_the_renderers_headers_go_before_the_standing_ones():
    write()
    send(render=lambda letter: render(letter)._replace(headers={"Auto-Submitted": "auto-replied"}))
    assert mail.outbox[0].message().get_all("Auto-Submitted") == ["auto-replied"]


def test_enclosures_go_with_it():
    write()
    enclosure = Enclosure("Ünï.pdf", "application/pdf", lambda: b"%PDF-1.4 \x00\xff")
    send(render=lambda letter: render(letter)._replace(enclosures=(enclosure,)))
    text, enclosed = mail.outbox[0].message().get_payload()
    assert text.get_content_type() == "multipart/alternative"
    assert enclosed.get_filename() == "Ünï.pdf"
    assert enclosed.get_payload(decode=True) == b"%PDF-1.4 \x00\xff"


def test_nothing_is_sent_twice():
    write()
    assert (send(), send()) == (1, 0)


def test_a_batch_ends_in_time(server):
    server()
    write_many(5)
    times = iter([OPENED, OPENED, OPENED, OPENED, OPENED, OPENED + 2 * sending.BATCH])
    sent = letters.send_due(at=lambda: next(times, OPENED + 2 * sending.BATCH), render=render)
    assert 0 < sent < 5


def test_without_letters_no_server_is_asked(monkeypatch):
    monkeypatch.setattr(sending, "get_connection", lambda: 1 / 0)
    assert send() == 0


def test_many_letters_cost_few_queries(django_assert_max_num_queries):
    write_many(20)
    with django_assert_max_num_queries(20 * 5 + 6, connection=database):
        assert send() == 20


def test_a_sender_whose_lease_ended_changes_nothing(server):
    letter = write()
    served = server()
    slow = letters.claim(at=OPENED)
    letters.claim(at=OPENED + LEASE)
    assert not letters.send(slow, at=lambda: OPENED, render=render, connection=served)
    assert served.taken == []
    assert fresh(letter).state == Letter.State.UNCLEAR


# Failing


def test_a_template_that_fails_is_kept_and_the_others_go_on(caplog):
    broken, whole = write(), write(key="event:2:open")

    def render_but_one(letter):
        return render(letter) if letter != broken else 1 / 0

    assert send(render=render_but_one) == 1
    broken = fresh(broken)
    assert (broken.state, broken.attempts) == (Letter.State.QUEUED, 1)
    assert broken.last_error.startswith("ZeroDivisionError")
    assert broken.next_try_at == OPENED + MINUTE
    assert fresh(whole).state == Letter.State.SENT
    assert "cannot be written" in caplog.text


def test_a_template_that_is_mended_goes_out_later():
    letter = write()
    send(render=lambda letter: 1 / 0)
    assert send(at=OPENED + MINUTE) == 1
    assert fresh(letter).last_error == ""


@pytest.mark.parametrize("silence", [SILENT, TimeoutError("timed out"), ConnectionResetError()])
def test_what_a_server_that_falls_silent_may_have_is_left_to_a_person(server, silence):
    served = server(silence)
    letter = write()
    send()
    assert (fresh(letter).state, fresh(letter).unknown_attempts) == (Letter.State.UNCLEAR, 1)
    assert send(at=OPENED + timedelta(days=1)) == 0
    assert served.taken == []


def test_a_second_attempt_says_what_the_first_one_said(server):
    served = server(BUSY)
    letter = write()
    send()
    send(at=OPENED + MINUTE, render=lambda _: Rendered("Other", "Other", "Other", {}))
    assert served.taken[0].body == f"Text {letter.pk}"
    assert served.taken[0].extra_headers["Message-ID"] == letter.message_id


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError("refused"), smtplib.SMTPAuthenticationError(535, b"no")]
)
def test_a_server_that_cannot_be_reached_costs_no_attempt(server, error):
    server(opens=error)
    for letter in write_many(2):
        assert send() == 0
        letter = fresh(letter)
        assert (letter.state, letter.attempts) == (Letter.State.QUEUED, 0)
        assert letter.last_error.startswith(type(error).__name__)


def test_a_folder_that_cannot_be_written_costs_no_attempt(monkeypatch):
    def unwritable():
        raise ImproperlyConfigured("Could not write to directory")

    monkeypatch.setattr(sending, "get_connection", unwritable)
    letter = write()
    assert send() == 0
    assert fresh(letter).attempts == 0


def test_a_connection_that_breaks_between_letters_costs_no_attempt(server):
    server(None, NotHandedOver("closed"))
    first, second = write_many(2)
    assert send() == 1
    assert fresh(first).state == Letter.State.SENT
    second = fresh(second)
    assert (second.state, second.attempts, second.unknown_attempts) == ("queued", 0, 0)
    assert second.next_try_at == OPENED + MINUTE


# Without a mail server


def test_letters_land_as_files_in_a_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "letters")
    first, second = write_many(2)
    assert send() == 2
    written = "".join(path.read_text() for path in (tmp_path / "letters").iterdir())
    for letter in (fresh(first), fresh(second)):
        assert letter.state == Letter.State.SENT
        assert written.count(f"Message-ID: {letter.message_id}") == 1
        assert letter.text in written


# Letters that hold a secret


def test_of_a_secret_letter_only_the_subject_is_kept():
    letter = secret()
    assert send() == 1
    assert mail.outbox[0].body == f"Text {letter.pk}"
    letter = fresh(letter)
    assert (letter.subject, letter.text, letter.html) == ("A subject", "", "")


def test_it_is_not_sent_past_its_time(server):
    gone = server()
    letter = secret()
    assert send(at=OPENED + 10 * MINUTE) == 0
    letter = fresh(letter)
    assert (letter.state, letter.last_error, gone.taken) == (Letter.State.FAILED, EXPIRED, [])


def test_after_an_unknown_outcome_it_is_not_written_again(server):
    server(SILENT)
    letter = secret()
    send()
    assert fresh(letter).state == Letter.State.UNCLEAR


def test_after_a_refusal_it_is_written_anew(server):
    server(BUSY)
    letter = secret()
    texts = iter(["first", "second"])
    for at in (OPENED, OPENED + MINUTE):
        send(at=at, render=lambda letter: render(letter)._replace(text=next(texts)))
    assert fresh(letter).state == Letter.State.SENT
    assert next(texts, None) is None
