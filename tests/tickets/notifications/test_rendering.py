"""Every letter: complete, the same in text and HTML, and with nothing personal kept in its row."""

import re
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from istockist_sla.core.lib import tokens
from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED
from tests.tickets.notifications.conftest import DAY, HOUR, newest, render
from tickets import lifecycle, notifications
from tickets.models import InboundMail, Message
from tickets.notifications.fact_rows import FACT_ROWS
from tickets.notifications.rendering import RENDERERS, opening_hours

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[a-z_ -]*")


class Words(HTMLParser):
    """The words that a reader of the HTML sees; signs for the eye alone are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.words = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("style", "title") or dict(attrs).get("aria-hidden"):
            self.hidden.append(tag)

    def handle_endtag(self, tag):
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data):
        if not self.hidden:
            self.words += re.findall(r"\w+", data)


def words_of_html(html: str) -> list[str]:
    reader = Words()
    reader.feed(html)
    return reader.words


def words_of_text(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r": https?://\S+", "", text))


def said(template: str) -> str:
    """The newest letter of a template as text, its unbreakable spaces as plain ones."""
    return render(newest(template)).text.replace("\xa0", " ")


@pytest.fixture
def strict(settings):
    """A variable that is not there shows itself."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = "MISSING(%s)"
    settings.TEMPLATES = templates


def test_every_template_of_the_table_has_its_rows():
    assert set(FACT_ROWS) | {"held", "flood"} == notifications.TEMPLATES


def test_every_letter_is_complete(story, strict):
    for template in sorted(notifications.TEMPLATES):
        rendered = render(newest(template))
        for words in (rendered.subject, rendered.text, rendered.html):
            assert not re.search(r"MISSING|\{[{%#]|\bNone\b", words), (template, words)


def test_text_and_html_say_the_same(story):
    brand = ["iStockist", "Support"]
    for letter in Letter.objects.order_by("id"):
        rendered = render(letter)
        read = words_of_html(rendered.html)
        start = next(i for i in range(len(read)) if read[i : i + 2] == brand)
        assert read[:start] + read[start + 2 :] == words_of_text(rendered.text), letter.template


def test_subject_text_and_html_name_the_ticket(story):
    for letter in Letter.objects.exclude(template__in=["held", "flood"]):
        rendered = render(letter)
        assert rendered.subject.startswith(f"[iStockist {story.number}] ")
        assert f"icket {story.number}" in rendered.text
        assert f"icket {story.number}" in rendered.html


def test_a_row_keeps_codes_numbers_and_instants_only(story):
    for letter in Letter.objects.all():
        kept = {**letter.context, **letter.context.get("snapshot", {})}
        kept.pop("snapshot", None)
        kept.pop("witness", None)
        for name, value in kept.items():
            if isinstance(value, str) and not CODE.fullmatch(value):
                assert datetime.fromisoformat(value).tzinfo, (letter.template, name, value)
            else:
                assert value is None or isinstance(value, str | int), (letter.template, name)


def test_a_letter_about_an_unknown_kind_is_an_error(story):
    letter = newest("open")
    letter.subject_kind = Event.Kind.COMPONENT
    with pytest.raises(KeyError):
        render(letter)
    assert set(RENDERERS) == {Event.Kind.TICKET, Event.Kind.MAIL, Event.Kind.FLOOD}


def test_what_people_wrote_is_escaped_in_html_and_plain_in_text(story):
    rendered = render(newest("write"))
    assert "88214 &amp; &lt;others&gt;" in rendered.html
    assert "88214 & <others>" in rendered.text


def test_files_are_named(story):
    assert "Files with this e-mail: order list.txt" in said("ask")


# What is true at that moment


def test_an_opened_ticket_hears_by_when_the_first_answer_comes(ticket):
    text = said("open")
    assert "By Tuesday 10 March 2026, 13:00 GMT, at the latest" in text
    assert "not for the repair" in text


def test_opened_at_night_it_hears_from_when_time_counts(open_ticket):
    open_ticket(at=OPENED - timedelta(hours=6))
    text = said("open")
    assert "Time counts from: Tuesday 10 March 2026, 09:00 GMT" in text


def test_in_summer_irish_time_is_an_hour_later(open_ticket):
    open_ticket(at=datetime.fromisoformat("2026-06-09T14:00:00+00:00"))
    text = said("open")
    assert "Tuesday 9 June 2026, 14:00 GMT · 15:00 Irish time" in text


def test_a_low_priority_ticket_is_promised_nothing(open_ticket):
    open_ticket(low_priority=True)
    text = said("open")
    assert "no limit is promised. It was opened with low priority." in text
    assert "at the latest" not in text


def test_a_free_client_is_promised_nothing(open_ticket, free_clara):
    open_ticket(administrator=free_clara)
    text = said("open")
    assert "First answer: The Free plan names no limit" in text
    assert "shortest limit" not in text


def test_what_was_expected_in_the_past_is_not_promised(open_ticket, declan):
    open_ticket(channel="desk", by=declan, recorded_at=OPENED + DAY)
    text = said("open")
    assert "We have opened ticket" in text
    assert "Still to come; it was expected by Tuesday 10 March 2026, 13:00 GMT" in text


def test_a_class_that_is_given_says_test_and_first_answer(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    text = said("qualify")
    assert "a Critical fault: orders cannot be created or received." in text
    assert "First answer: In time: after 1 h, limit 4 support hours" in text


def test_a_late_first_answer_is_announced(ticket, aoife):
    lifecycle.qualify(
        ticket.pk, class_test="inaccessible", by=aoife, at=OPENED + 6 * HOUR, seen=None
    )
    assert "Late by 2 h: after 6 h" in said("qualify")


def test_a_low_fault_goes_no_lower(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="other", by=aoife, at=OPENED + HOUR, seen=None)
    text = said("qualify")
    assert "a Low fault: none of the graver cases applies." in text
    assert "workaround" not in text


def test_a_request_has_no_class_and_no_limit(ticket, aoife):
    lifecycle.qualify_request(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
    rendered = render(newest("qualify"))
    assert "Your request for information" in rendered.subject
    assert "no class and no limit" in rendered.text
    assert "First answer" not in rendered.text


def test_a_letter_says_the_class_of_its_moment_however_late_it_is_sent(story):
    assert "Class: Critical" in said("qualify")
    assert "Class: Medium\nBefore: Critical" in said("downgrade")


def test_a_question_names_the_day_of_closing(ticket, aoife):
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + HOUR)
    text = said("ask")
    assert "Thursday 12 March 2026 and Wednesday 18 March 2026" in text
    assert "Closes without an answer: Wednesday 25 March 2026, 17:00 GMT" in text


def test_the_second_reminder_is_the_last(story):
    first, second = Letter.objects.filter(template="remind").order_by("id")
    assert "last reminder" not in render(first).text
    assert "This is the last reminder." in render(second).text


def test_a_closing_says_until_when_it_can_be_undone(story):
    text = said("close")
    assert "Closed: Wednesday 25 March 2026, 09:00 GMT" in text
    assert "Can be reopened until: Wednesday 8 April 2026, 09:00 GMT · 10:00 Irish time" in text


CLOSINGS = [
    ({"reason": "confirmed"}, "As you confirmed"),
    ({"reason": "no-answer"}, "have had no answer"),
    ({"reason": "resolved"}, "We have solved"),
]


@pytest.mark.parametrize(("closing", "words"), CLOSINGS)
def test_a_closing_says_its_reason(ticket, aoife, clara, closing, words):
    at, pk = OPENED + HOUR, ticket.pk
    confirmation = lifecycle.write(pk, text="Leave it.", by=clara.user, at=at)
    if closing["reason"] == "confirmed":
        closing = {**closing, "confirmation": confirmation}
    lifecycle.qualify(pk, class_test="other", by=aoife, at=at, seen=None)
    lifecycle.ask(pk, text="Which?", by=aoife, at=at + HOUR / 2)
    lifecycle.close(pk, **closing, by=aoife, at=at + HOUR, seen=None)
    assert words in said("close")


@pytest.mark.parametrize(
    ("works_again", "words"),
    [(True, "works again before it had a class"), (False, "You asked us to close")],
)
def test_the_clients_own_closing_is_announced_as_theirs(ticket, clara, works_again, words):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR, works_again=works_again)
    text = said("close")
    assert words in text
    assert "Class: None was given" in text


def test_a_duplicate_sends_answers_to_the_original(open_ticket, aoife, settings):
    original, copy = open_ticket(), open_ticket(at=OPENED + HOUR)
    lifecycle.close(
        copy.pk,
        reason="duplicate",
        duplicate_of=original,
        by=aoife,
        at=OPENED + 2 * HOUR,
        seen=None,
    )
    rendered = render(newest("close"))
    assert f"It goes into ticket {original.number}." in rendered.text
    day = newest("close").created_at.date()
    token = tokens.make(original.number, settings.SECRET_KEY, day)
    assert token in rendered.headers["Reply-To"]


def test_the_pointer_names_nobody(held_mail, clara):
    notifications.queue_held_reply(held_mail, at=OPENED)
    rendered = render(newest("held"))
    for private in ("Sam", "Clara", "Meadow", "secret", "stranger"):
        assert private not in rendered.text + rendered.html + rendered.subject
    assert "ask your administrator" in rendered.text


# Headers


def test_an_answer_finds_its_ticket(ticket, settings):
    headers = render(newest("open")).headers
    dated = tokens.make(ticket.number, settings.SECRET_KEY, newest("open").created_at.date())
    assert headers["Reply-To"] == f"iStockist Support <support+{dated}@istockist.com>"


def test_the_letters_of_a_ticket_are_one_thread_on_whatever_day_they_were_written(ticket, settings):
    headers = render(newest("open")).headers
    token = tokens.make(ticket.number, settings.SECRET_KEY)
    assert headers["References"] == headers["In-Reply-To"] == f"<{token}@istockist.com>"


@pytest.mark.parametrize(
    ("internet_id", "known"),
    [("<mail-1@meadow.example>", True), ("<x> <y>", False), ("<x\r\nBcc: y>", False), ("", False)],
)
def test_letters_follow_the_mail_that_opened_the_ticket(open_ticket, internet_id, known):
    ticket = open_ticket(channel="mail")
    InboundMail.objects.create(
        raw=b"x",
        sha256="1" * 64,
        internet_id=internet_id,
        received_at=OPENED,
        stored_at=OPENED,
        state=InboundMail.State.ACCEPTED,
        ticket=ticket,
        message=Message.objects.get(ticket=ticket),
    )
    headers = render(newest("open")).headers
    assert headers["Auto-Submitted"] == "auto-replied"
    assert (headers["In-Reply-To"] == internet_id) is known
    assert headers["References"].endswith(headers["In-Reply-To"])


def test_letters_to_the_desk_bear_no_token(story):
    for template in notifications.TEMPLATES - notifications.FOR_CLIENT:
        rendered = render(newest(template))
        assert "Reply-To" not in rendered.headers
        assert "above this line" not in rendered.text


# Links


def test_the_button_opens_the_ticket_where_the_reader_works(ticket, aoife, client):
    lifecycle.sweep(at=OPENED + 3 * HOUR)
    to_client, to_desk = said("open"), said("warning")
    assert f": http://localhost:8000/tickets/{ticket.number}/\n" in to_client
    (path,) = re.findall(r": http://localhost:8000(/desk/\S+)", to_desk)
    client.force_login(aoife)
    assert client.get(path).status_code == 200


def test_a_closing_leads_to_the_rating_of_the_ticket(ticket, clara, client):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
    link = f"http://localhost:8000/tickets/{ticket.number}/#rating"
    assert f"Rate it from 1 to 5: {link}\n" in said("close")
    assert f'href="{link}"' in render(newest("close")).html
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    assert 'id="rating"' in client.get(f"/tickets/{ticket.number}/").content.decode()


def test_the_closing_of_a_duplicate_asks_for_no_rating(open_ticket, aoife):
    first, second = open_ticket(), open_ticket(at=OPENED + HOUR)
    closing = {"reason": "duplicate", "duplicate_of": first, "at": OPENED + 2 * HOUR}
    lifecycle.close(second.pk, by=aoife, seen=None, **closing)
    assert "Rate it" not in said("close")


def test_a_poor_rating_is_told_with_its_words(story):
    text = said("rate")
    assert "Clara Whitcombe rated how" in text
    assert "2 of 5, poor." in text
    assert "Two <weeks>." in text


# Support hours


def test_the_opening_hours_in_force_are_written():
    assert opening_hours(datetime(2026, 3, 10, tzinfo=UTC)).startswith("Monday to Friday")


def test_before_the_first_agreement_no_opening_hours_are_written():
    assert opening_hours(datetime(2019, 10, 1, tzinfo=UTC)) == ""
