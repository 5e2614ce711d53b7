"""What a person wrote is separated from what they quoted, and no line of it is lost."""

import pytest
from django.conf import settings as project
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.mailroom.mails import mail
from tickets.mailroom.parsing.quotes import ANSWER_ABOVE, MAX_CONTEXT_LINES, fold

ANSWERS = {
    "reply_gmail": "It happens with every browser, also on the phone.",
    "reply_gmail_html_only": "It happens with every browser.\n\nMaeve",
    "reply_outlook": "Hi,\n\nwe’ve seen it on two tills – not on the others.\n\nKind regards\nSean",
    "reply_outlook_original_message": "Number 4 and number 7.",
    "reply_outlook_html": "Number 4 and number 7.",
    "reply_apple": "Yes, the slots are back.",
    "reply_apple_mac": "Yes, the slots are back.",
    "reply_french": "Oui, cela se produit aussi avec un autre navigateur.",
    "reply_french_outlook": "Oui, toujours.",
    "reply_spanish": "Sí, también en el móvil.",
    "reply_spanish_outlook": "Sí, siempre.",
    "reply_german": "Ja, auch auf dem Telefon.",
    "reply_german_outlook": "Ja, immer.",
    "reply_above_our_line": "Only the first shop.",
    "signature": "The slots of Saturday are missing.",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_stands_alone(name):
    assert mail(name).text == ANSWERS[name]


@pytest.mark.parametrize(
    ("name", "first_line"),
    [
        ("reply_gmail", "On Wed, 11 Nov 2026 at 17:40, iStockist Support <"),
        ("reply_outlook", "________________________________"),
        ("reply_outlook_html", "________________________________"),
        ("reply_apple", "Sent from my iPhone"),
        ("reply_french", "Le mer. 11 nov. 2026 à 17:40, iStockist Support"),
        ("reply_spanish", "El mié, 11 nov 2026 a las 17:40, iStockist Support (<"),
        ("reply_german_outlook", "-----Ursprüngliche Nachricht-----"),
        ("signature", "--"),
    ],
)
def test_the_quote_is_folded_from_where_it_is_announced(name, first_line):
    assert mail(name).quoted.startswith(first_line)


def test_answers_between_the_lines_stay_with_what_they_answer():
    assert mail("reply_inline").text == (
        "My answers are below.\n\n"
        "On 12/11/2026 17:01, iStockist Support wrote:\n"
        "> Hello Maeve,\n>\n> 1. Which browser do you use?\n\nFirefox 132.\n\n"
        "> 2. Since when does it happen?\n\nSince Tuesday, 8:50."
    )


def test_what_nobody_answered_is_folded_with_the_signature():
    assert mail("reply_inline").quoted == (
        "> 3. Does the second shop have it, too?\n>\n> Best regards\n> Support\n"
        "--\nMaeve Doyle\nGreengrocer Ltd."
    )


def test_an_answer_below_a_long_quote_keeps_the_quotes_end():
    read = mail("reply_bottom")
    assert read.text.startswith("> […]\n> Line 4\n")
    assert read.text.endswith("> Does the second shop have it, too?\n\nNo, only the first.")
    assert read.quoted.endswith("> Line 2\n> Line 3")


def test_what_is_forwarded_is_what_we_are_to_read():
    read = mail("forward_gmail")
    assert "Error 502 while placing order 88172." in read.text
    assert read.quoted == ""


def test_a_forward_inside_a_text_is_not_folded():
    text = "See this:\n\n-----Forwarded Message-----\nFrom: a\nSent: b\nTo: c\n\nError 502."
    assert fold(text) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "On Monday she wrote: nothing works.\nAnd on Tuesday, too.",
        "From: the warehouse\nwe see no orders.",
        "The tables:\n--\na | b\n" + "x\n" * 20 + "end",
        "Sent from the warehouse server, 12 orders are lost.",
        "It says:\nerror > 5 and so on",
    ],
)
def test_ordinary_sentences_are_no_quotes(text):
    assert fold(text) == (text, "")


def test_a_mail_that_only_quotes_stays_readable():
    text = "On 3 May 2026, Joe wrote:\n> all of it"
    assert fold(text) == (text, "")


def test_an_answer_below_a_header_block_stays_readable():
    text = "From: Joe\nSent: Monday\nTo: Ann\nSubject: x\n\nold text\nnew text"
    assert fold(text) == (text, "")


def test_an_unmarked_quote_is_folded_to_its_end():
    assert fold("Yes.\n\nOn 3 May 2026 at 10:00, Joe wrote:\n\nIs it?\n\nJoe") == (
        "Yes.",
        "On 3 May 2026 at 10:00, Joe wrote:\n\nIs it?\n\nJoe",
    )


def test_our_own_line_is_found_with_whatever_a_mailer_puts_around_it():
    assert fold(f"Yes.\n\n   *** {ANSWER_ABOVE.upper()}: ***\n\nHello")[0] == "Yes."


def test_our_own_line_in_a_marked_quote_does_not_cut_answers_below():
    text = f"> {ANSWER_ABOVE}\n> Is it?\nYes."
    assert fold(text) == (text, "")


def test_our_letters_carry_our_own_line():
    for name in ("_base.txt", "_base.html"):
        assert ANSWER_ABOVE in (project.BASE_DIR / "templates/emails" / name).read_text()


def test_a_signature_above_a_quote_is_folded_with_it():
    assert fold("Yes.\n\n--\nAnn\n\nOn 3 May 2026, Joe wrote:\n> Is it?") == (
        "Yes.",
        "--\nAnn\n\nOn 3 May 2026, Joe wrote:\n> Is it?",
    )


LINES = st.sampled_from(
    [
        "",
        "My words",
        "other words",
        "> quoted",
        "> > twice",
        "--",
        "On 3 May 2026, Joe wrote:",
        "From: Joe",
        "Sent: Monday",
        "To: Ann",
        "Subject: x",
        "-----Original Message-----",
        "_____",
        f"-- {ANSWER_ABOVE} --",
        "Sent from my iPhone",
        "---------- Forwarded message ---------",
    ]
)


@settings(deadline=None, max_examples=300, database=None)
@given(st.lists(LINES, max_size=40))
def test_every_line_is_either_in_the_text_or_folded(lines):
    text, quoted = fold("\n".join(lines))
    kept = [line for line in (text + "\n" + quoted).split("\n") if line and line != "> […]"]
    assert sorted(kept) == sorted(filter(None, lines))


@settings(deadline=None, max_examples=200, database=None)
@given(st.lists(LINES, max_size=40))
def test_some_text_is_always_left(lines):
    text, _quoted = fold("\n".join(lines))
    assert bool(text.strip()) == any(map(str.strip, lines))


@settings(deadline=None, max_examples=100, database=None)
@given(st.integers(1, 40))
def test_of_an_answered_quote_at_most_its_last_lines_stay(length):
    text, _quoted = fold("\n".join(["> q"] * length + ["Yes."]))
    assert text.count("> q") == min(length, MAX_CONTEXT_LINES)
