"""The outbox: one letter a key, one sender a letter, and each outcome kept on its row."""

import smtplib
from datetime import timedelta

import pytest
from django.conf import settings as project_settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection as database
from django.utils.module_loading import import_string

from istockist_sla.core import letters
from istockist_sla.core.letters import Address, NotHandedOver, Rendered, outbox, sending
from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CLARA = Address("clara@meadow.example", "Clara Whitcombe")
GONE = smtplib.SMTPRecipientsRefused({CLARA.email: (550, b"5.1.1 No such mailbox")})
NO_RELAY = smtplib.SMTPRecipientsRefused({CLARA.email: (554, b"5.7.1 Relay access denied")})
BUSY = smtplib.SMTPRecipientsRefused({CLARA.email: (450, b"4.2.1 Try again later")})
SILENT = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


def at_opening():
    return OPENED


def render(letter: Letter) -> Rendered:
    return Rendered("A subject", f"Text {letter.pk}", f"<p>Text {letter.pk}</p>", {})


def write(key="event:1:open", to=CLARA, at=OPENED, **more) -> Letter:
    given = {"kind": Event.Kind.TICKET, "subject_id": 1, "template": "open", **more}
    return letters.queue(key=key, to=to, at=at, **given)


def send(at=OPENED, render=render, **more) -> int:
    return letters.send_due(at=lambda: at, render=render, **more)


class Server:
    """Takes what it is given, or does with each letter what `answers` says."""

    def __init__(self, *answers, opens=None):
        self.answers, self.opens, self.taken = list(answers), opens, []

    def open(self):
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


@pytest.fixture
def server(monkeypatch):
    def serve(*answers, **more):
        served = Server(*answers, **more)
        monkeypatch.setattr(sending, "get_connection", lambda: served)
        return served

    return serve


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


# Writing


def test_one_letter_a_key_and_address():
    assert write() == write()
    assert write(to=Address("ben@meadow.example", "Ben")) != write()


def test_the_case_of_an_address_makes_no_second_letter():
    assert write() == write(to=Address("Clara@Meadow.example", "Clara"))


def test_long_keys_are_told_apart():
    long = "x" * 70 + "@" + "y" * 150 + ".example"
    first, second = write(to=Address(long, "")), write(to=Address("z" + long[1:] + "s", ""))
    assert first != second
    assert max(len(first.key), len(second.key)) <= 200


def test_every_letter_has_a_message_id_of_its_own():
    assert write().message_id != write(key="event:2:open").message_id
    assert write().message_id.endswith("@istockist.com>")


def test_the_cluster_is_woken_once_a_transaction(django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(outbox, "async_task", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        write()
        write(key="event:2:open")
    assert asked == ["istockist_sla.core.tasks.send_letters"]


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_cannot_be_reached_harms_nothing(monkeypatch):
    def unreachable(name):
        raise ConnectionError("no queue")

    monkeypatch.setattr(outbox, "async_task", unreachable)
    assert write().state == Letter.State.QUEUED


def test_each_kind_of_subject_has_the_renderer_of_its_app(settings):
    settings.LETTER_RENDERERS = {"ticket": f"{__name__}.render"}
    letter = write()
    assert letters.render(letter) == render(letter)


def test_a_letter_about_a_subject_that_nobody_writes_about_is_an_error():
    with pytest.raises(KeyError):
        letters.render(write(kind=Event.Kind.CLIENT))


@pytest.mark.parametrize("path", project_settings.LETTER_RENDERERS.values())
def test_every_renderer_of_the_settings_exists(path):
    assert callable(import_string(path))


# Claiming


def test_of_two_who_claim_one_wins():
    write()
    first, second = letters.claim(at=OPENED), letters.claim(at=OPENED)
    assert first is not None
    assert second is None


def test_a_claim_lost_in_between_takes_the_next_letter(monkeypatch):
    first, second = write(), write(key="event:2:open")
    due = type(Letter.objects.all()).due

    def due_then_stolen(rows, at):
        found = list(due(rows, at))
        Letter.objects.filter(pk=first.pk).update(state=Letter.State.SENDING, attempts=1)

        class Seen:
            def defer(self, *_):
                return found

        return Seen()

    monkeypatch.setattr(type(Letter.objects.all()), "due", due_then_stolen)
    assert letters.claim(at=OPENED) == second


def test_a_letter_is_not_claimed_before_its_time():
    write(at=OPENED + MINUTE)
    assert letters.claim(at=OPENED) is None


def test_a_claim_holds_for_its_lease():
    write()
    letters.claim(at=OPENED)
    assert letters.claim(at=OPENED + outbox.LEASE - timedelta(seconds=1)) is None


def test_a_dead_senders_letter_is_claimed_again_and_says_so():
    write()
    letters.claim(at=OPENED)
    again = letters.claim(at=OPENED + outbox.LEASE)
    assert (again.attempts, again.unknown_attempts) == (2, 1)
    assert "ended before" in again.last_error


def test_after_two_dead_senders_a_person_decides():
    letter = write()
    for lease in range(3):
        letters.claim(at=OPENED + lease * outbox.LEASE)
    letter = fresh(letter)
    assert (letter.state, letter.unknown_attempts) == (Letter.State.UNCLEAR, 2)


def test_the_lease_outlives_every_sender_of_the_cluster(settings):
    assert outbox.LEASE.total_seconds() > settings.Q_CLUSTER["timeout"]


# Sending


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


def test_nothing_is_sent_twice():
    write()
    assert (send(), send()) == (1, 0)


def test_a_batch_ends_in_time(server):
    server()
    for number in range(5):
        write(key=f"event:{number}:open")
    times = iter([OPENED, OPENED, OPENED, OPENED, OPENED + 2 * sending.BATCH])
    sent = letters.send_due(at=lambda: next(times, OPENED + 2 * sending.BATCH), render=render)
    assert 0 < sent < 5


def test_without_letters_no_server_is_asked(monkeypatch):
    monkeypatch.setattr(sending, "get_connection", lambda: 1 / 0)
    assert send() == 0


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


def test_refusals_are_retried_ever_later_and_then_given_up(server):
    letter, at, waited = write(), OPENED, []
    server(*[BUSY] * 10)
    for _ in range(8):
        send(at=at)
        letter = fresh(letter)
        waited.append(letter.next_try_at - at)
        at = letter.next_try_at
    assert waited == [*sending.RETRIES, timedelta()]
    assert (letter.state, letter.attempts) == (Letter.State.FAILED, 8)
    assert "Try again later" in letter.last_error


def test_an_address_that_does_not_exist_is_given_up_at_once(server):
    server(GONE)
    letter = write()
    send()
    assert fresh(letter).state == Letter.State.FAILED


@pytest.mark.parametrize(
    "refusal",
    [NO_RELAY, smtplib.SMTPDataError(554, b"No"), smtplib.SMTPSenderRefused(530, b"", "")],
)
def test_what_may_be_mended_is_tried_again(server, refusal):
    server(refusal)
    letter = write()
    send()
    assert fresh(letter).state == Letter.State.QUEUED


@pytest.mark.parametrize("silence", [SILENT, TimeoutError("timed out"), ConnectionResetError()])
def test_a_server_that_falls_silent_may_have_the_letter(server, silence):
    server(silence)
    letter = write()
    send()
    letter = fresh(letter)
    assert (letter.state, letter.unknown_attempts) == (Letter.State.QUEUED, 1)
    assert letter.next_try_at == OPENED + MINUTE


def test_silent_twice_a_person_decides(server):
    server(SILENT, SILENT)
    letter = write()
    send()
    send(at=OPENED + MINUTE)
    letter = fresh(letter)
    assert (letter.state, letter.unknown_attempts) == (Letter.State.UNCLEAR, 2)
    assert send(at=OPENED + timedelta(days=1)) == 0


def test_what_arrived_at_the_second_attempt_still_says_so(server):
    server(SILENT)
    letter = write()
    send()
    send(at=OPENED + MINUTE)
    letter = fresh(letter)
    assert (letter.state, letter.unknown_attempts) == (Letter.State.SENT, 1)


def test_a_second_attempt_says_what_the_first_one_said(server):
    served = server(SILENT)
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
    first, second = write(), write(key="event:2:open")
    assert send() == 0
    for letter in (fresh(first), fresh(second)):
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
    first, second = write(), write(key="event:2:open")
    assert send() == 1
    assert fresh(first).state == Letter.State.SENT
    second = fresh(second)
    assert (second.state, second.attempts, second.unknown_attempts) == ("queued", 0, 0)
    assert second.next_try_at == OPENED


def test_a_sender_whose_lease_ended_changes_nothing(server):
    letter = write()
    served = server()
    slow = letters.claim(at=OPENED)
    letters.claim(at=OPENED + outbox.LEASE)
    assert not letters.send(slow, at=at_opening, render=render, connection=served)
    assert served.taken == []
    assert (fresh(letter).state, fresh(letter).attempts) == (Letter.State.SENDING, 2)


# A person's retry


@pytest.mark.parametrize(("answers", "unknown"), [([GONE], 0), ([SILENT, SILENT], 2)])
def test_a_person_asks_for_one_more_attempt(server, answers, unknown):
    server(*answers)
    letter = write()
    send()
    send(at=OPENED + MINUTE)
    later = OPENED + timedelta(days=1)
    assert letters.retry(fresh(letter), at=later)
    assert send(at=later) == 1
    assert (fresh(letter).state, fresh(letter).unknown_attempts) == (Letter.State.SENT, unknown)


def test_a_sent_letter_is_not_tried_again():
    letter = write()
    send()
    assert not letters.retry(fresh(letter), at=OPENED)


def test_silence_after_a_persons_retry_is_unclear_again(server):
    server(SILENT, SILENT, SILENT)
    letter = write()
    send()
    send(at=OPENED + MINUTE)
    letters.retry(fresh(letter), at=OPENED + 2 * MINUTE)
    send(at=OPENED + 2 * MINUTE)
    letter = fresh(letter)
    assert (letter.state, letter.unknown_attempts) == (Letter.State.UNCLEAR, 3)


def test_many_letters_cost_few_queries(django_assert_max_num_queries):
    for number in range(20):
        write(key=f"event:{number}:open")
    with django_assert_max_num_queries(20 * 5 + 5, connection=database):
        assert send() == 20


# Without a mail server


def test_letters_land_as_files_in_a_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "letters")
    first, second = write(), write(key="event:2:open")
    assert send() == 2
    written = "".join(path.read_text() for path in (tmp_path / "letters").iterdir())
    for letter in (fresh(first), fresh(second)):
        assert letter.state == Letter.State.SENT
        assert written.count(f"Message-ID: {letter.message_id}") == 1
        assert letter.text in written


# Letters that hold a secret


def secret(key="sign-in:1", until=OPENED + 10 * MINUTE, **more):
    return write(key=key, secret_until=until, **more)


def test_of_a_secret_letter_only_the_subject_is_kept():
    letter = secret()
    assert send() == 1
    assert mail.outbox[0].body == f"Text {letter.pk}"
    letter = fresh(letter)
    assert (letter.subject, letter.text, letter.html) == ("A subject", "", "")


def test_it_goes_out_before_letters_that_have_waited_longer():
    write(at=OPENED - MINUTE)
    letter = secret()
    assert letters.claim(at=OPENED) == letter


def test_it_is_not_sent_past_its_time(server):
    gone = server()
    letter = secret()
    assert send(at=OPENED + 10 * MINUTE) == 0
    letter = fresh(letter)
    assert (letter.state, letter.last_error, gone.taken) == (
        Letter.State.FAILED,
        outbox.EXPIRED,
        [],
    )


def test_nobody_can_have_it_sent_past_its_time():
    letter = secret()
    send(at=OPENED + 10 * MINUTE)
    assert not letters.retry(fresh(letter), at=OPENED + 11 * MINUTE)


def test_after_one_unknown_outcome_it_is_not_written_again(server):
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
