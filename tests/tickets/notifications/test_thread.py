"""An agent's answer in the client's mail program: its thread, what it answers, and its files."""

from datetime import timedelta

import pytest
from django.core import mail

from istockist_sla.core import letters
from tests.conftest import OPENED
from tests.tickets.mailroom.writing import eml
from tests.tickets.notifications.conftest import newest, render
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.mailroom import intake
from tickets.mailroom.parsing import ANSWER_ABOVE, parse
from tickets.models import Ticket
from tickets.notifications import thread

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def by_mail(clara):
    """A ticket that Clara opened by mail, and wrote into once more."""
    first = ["Message-ID: <first@meadow.example>"]
    intake.receive(eml("Nothing arrives.", headers=first), at=OPENED)
    again = ["Message-ID: <second@meadow.example>", "In-Reply-To: <first@meadow.example>"]
    intake.receive(eml("Still nothing.\r\nAt noon.", headers=again), at=OPENED + MINUTE)
    return Ticket.objects.get()


def reply(ticket, by, at=OPENED + HOUR, **more):
    return lifecycle.reply(ticket.pk, text="We look into it.", by=by, at=at, **more)


def sent(template="reply"):
    """The newest letter as it goes out."""
    letter = newest(template)
    letters.send_due(at=lambda: OPENED + 9 * HOUR)
    return next(
        message.message()
        for message in mail.outbox
        if message.extra_headers["Message-ID"] == letter.message_id
    )


# The thread


def test_an_answer_stands_beside_the_mail_that_it_answers(by_mail, aoife):
    reply(by_mail, aoife)
    headers = render(newest("reply")).headers
    root, *ids = headers["References"].split()
    assert ids == ["<first@meadow.example>", "<second@meadow.example>"]
    assert headers["In-Reply-To"] == "<second@meadow.example>"
    assert root.startswith(f"<t{by_mail.number}-")


def test_all_letters_of_a_ticket_have_one_root(by_mail, aoife):
    reply(by_mail, aoife)
    lifecycle.ask(by_mail.pk, text="Which order?", by=aoife, at=OPENED + 2 * HOUR)
    kinds = ("open", "reply", "ask")
    roots = {render(newest(kind)).headers["References"].split()[0] for kind in kinds}
    assert len(roots) == 1


def test_a_mail_that_came_after_the_letter_was_queued_is_not_in_its_thread(by_mail, aoife):
    reply(by_mail, aoife)
    later = ["Message-ID: <third@meadow.example>", "In-Reply-To: <first@meadow.example>"]
    intake.receive(eml("And now?", headers=later), at=OPENED + 2 * HOUR)
    assert "third" not in render(newest("reply")).headers["References"]


def test_a_ticket_of_the_portal_has_a_root_alone(ticket, aoife):
    reply(ticket, aoife)
    headers = render(newest("reply")).headers
    assert headers["References"] == headers["In-Reply-To"]


def test_the_clients_answer_to_it_comes_home(by_mail, aoife):
    reply(by_mail, aoife)
    answer = eml("Thank you.", headers=[f"In-Reply-To: {newest('reply').message_id}"])
    assert intake.receive(answer, at=OPENED + 2 * HOUR).ticket == by_mail


# What it answers


def test_the_clients_last_words_stand_below_it(by_mail, aoife):
    reply(by_mail, aoife)
    rendered = render(newest("reply"))
    head, _, below = rendered.text.partition("We look into it.")
    assert ANSWER_ABOVE in head
    assert "wrote:\n\n> Still nothing.\n> At noon.\n" in below
    assert "<blockquote" in rendered.html
    assert "Nothing arrives." not in rendered.text


def test_what_came_after_the_answer_is_not_quoted(by_mail, clara, aoife):
    reply(by_mail, aoife)
    lifecycle.write(by_mail.pk, text="Too late.", by=clara.user, at=OPENED + 2 * HOUR)
    assert "Too late" not in render(newest("reply")).text


def test_notes_of_the_desk_are_never_quoted(ticket, aoife):
    lifecycle.note(ticket.pk, text="They pay late.", by=aoife, at=OPENED + MINUTE)
    reply(ticket, aoife)
    assert "They pay late" not in render(newest("reply")).text


@pytest.mark.parametrize("words", ["\n".join(f"line {n}" for n in range(999)), "x" * 99_999])
def test_a_long_message_is_quoted_in_part_and_says_so(ticket, clara, aoife, words):
    lifecycle.write(ticket.pk, text=words, by=clara.user, at=OPENED + MINUTE)
    reply(ticket, aoife)
    rendered = render(newest("reply"))
    assert f"> {thread.CUT}" in rendered.text
    assert len(rendered.text) < thread.MOST_QUOTED_CHARS + 2000


def test_markup_of_the_client_is_quoted_as_text(ticket, clara, aoife):
    lifecycle.write(ticket.pk, text="<b>Now</b> & here", by=clara.user, at=OPENED + MINUTE)
    reply(ticket, aoife)
    rendered = render(newest("reply"))
    assert "&lt;b&gt;Now&lt;/b&gt; &amp; here" in rendered.html
    assert "> <b>Now</b> & here" in rendered.text


def test_of_an_answer_that_quotes_it_only_the_new_words_are_kept(by_mail, aoife):
    reply(by_mail, aoife)
    letter = newest("reply")
    quoted = "\r\n".join(f"> {line}" for line in render(letter).text.splitlines())
    headers = [f"In-Reply-To: {letter.message_id}", "Content-Type: text/plain; charset=utf-8"]
    answer = parse(eml(f"It works.\r\n\r\n{quoted}", headers=headers))
    assert answer.text == "It works."


# Its files


def test_files_of_an_answer_go_with_it(ticket, aoife):
    files = [Upload("Ünï.txt", b"Order 88214"), Upload("log.bin", b"\0\1")]
    reply(ticket, aoife, files=files)
    _, *enclosed = sent().get_payload()
    assert [part.get_filename() for part in enclosed] == ["Ünï.txt", "log.bin"]
    assert [part.get_payload(decode=True) for part in enclosed] == [b"Order 88214", b"\0\1"]
    assert "Files with this e-mail: Ünï.txt, log.bin" in render(newest("reply")).text


def test_files_beyond_the_limit_are_behind_the_link(ticket, aoife, settings):
    settings.LETTER_MAX_BYTES = 100
    sizes = {"big.bin": 101, "one.txt": 60, "two.txt": 61}
    files = [Upload(name, name[:1].encode() * size) for name, size in sizes.items()]
    reply(ticket, aoife, files=files)
    rendered = render(newest("reply"))
    assert [each.name for each in rendered.enclosures] == ["one.txt"]
    said = rendered.text.replace("\xa0", " ")
    assert "Files in the ticket: big.bin (101 bytes) two.txt (61 bytes)" in said
    assert f"/tickets/{ticket.number}/" in said


def test_with_a_limit_of_nothing_all_files_are_behind_the_link(ticket, aoife, settings):
    settings.LETTER_MAX_BYTES = 0
    reply(ticket, aoife, files=[Upload("one.txt", b"1")])
    assert render(newest("reply")).enclosures == ()


def test_a_question_brings_its_files_too(ticket, aoife):
    files = [Upload("screen.txt", b"Here?")]
    lifecycle.ask(ticket.pk, text="This one?", by=aoife, at=OPENED + HOUR, files=files)
    assert [each.read() for each in render(newest("ask")).enclosures] == [b"Here?"]


def test_files_of_the_client_are_sent_to_nobody(ticket, clara, declan):
    lifecycle.take(ticket.pk, by=declan, at=OPENED + MINUTE, seen=None)
    files = [Upload("order.txt", b"1")]
    lifecycle.write(ticket.pk, text="See", by=clara.user, at=OPENED + HOUR, files=files)
    assert render(newest("write")).enclosures == ()


def test_files_are_read_only_when_the_letter_is_sent(ticket, aoife):
    message = reply(ticket, aoife, files=[Upload("one.txt", b"1")])
    message.attachments.get().file.delete(save=False)
    assert [each.name for each in render(newest("reply")).enclosures] == ["one.txt"]
