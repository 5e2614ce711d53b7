"""The rating of a closed ticket: its form on the page, by POST alone, changed in time."""

from datetime import timedelta

import pytest
import time_machine

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import FormDraft
from tests.factories import AdministratorFactory
from tests.tickets.portal.conftest import BACKEND, NOW, words
from tickets import lifecycle
from tickets.models import Rating

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TITLE = "How well did we handle it?"


@pytest.fixture
def post(clara_in):
    def posted(ticket, **data):
        return clara_in.post(f"/tickets/{ticket.number}/rate/", data, follow=True)

    return posted


@pytest.fixture
def later(clara_in, clara):
    """The page as Clara sees it so long from now."""

    def text(ticket, after):
        with time_machine.travel(NOW + after, tick=False):
            clara_in.force_login(clara.user, BACKEND)
            return words(clara_in.get(f"/tickets/{ticket.number}/"))

    return text


def test_a_closed_ticket_offers_five_labelled_choices(page_of, closed):
    text = page_of(closed)
    assert TITLE in text
    assert text.count('type="radio" name="value"') == 5
    assert "<strong>1</strong> Very poor" in text
    assert "<strong>5</strong> Very good" in text


def test_an_open_ticket_offers_none(page_of, ticket):
    assert TITLE not in page_of(ticket)


def test_unwanted_mail_is_not_rated(page_of, ticket, aoife):
    lifecycle.close(ticket.pk, reason="spam", by=aoife, at=NOW, seen=None)
    assert TITLE not in page_of(ticket)


def test_looking_at_it_records_nothing(page_of, closed, clara_in):
    page_of(closed)
    assert clara_in.get(f"/tickets/{closed.number}/rate/").status_code == 405
    assert clara_in.head(f"/tickets/{closed.number}/").status_code == 200
    assert not Rating.objects.exists()


def test_a_rating_stands_on_the_page_with_its_words(post, closed):
    text = words(post(closed, value="4", text="Quick <b>work</b>."))
    assert "Thank you. Your rating is in the ticket." in text
    assert "<strong>4 of 5, good</strong>, by Clara Whitcombe" in text
    assert "Quick &lt;b&gt;work&lt;/b&gt;." in text
    assert "Clara Whitcombe rated how it was handled: 4 of 5" in text


def test_a_rating_without_a_number_is_refused_beside_it_and_keeps_the_words(post, closed):
    text = words(post(closed, text="Quick."))
    assert "Choose a number from 1 to 5." in text
    assert 'aria-describedby="rating-value_error"' in text
    assert "Quick.</textarea>" in text
    assert not Rating.objects.exists()


@pytest.mark.parametrize("value", ["0", "6", "four", "\0", "9" * 40, "\ud800"])
def test_an_odd_number_is_refused(post, closed, value):
    text = words(post(closed, value=value.encode("utf-8", "surrogatepass"), text="Quick."))
    assert "Quick.</textarea>" in text
    assert not Rating.objects.exists()


def test_words_without_end_are_refused_and_kept(post, closed):
    text = words(post(closed, value="3", text="x" * 2_001))
    assert "xxx</textarea>" in text
    assert not Rating.objects.exists()


def test_a_double_click_rates_once(post, closed):
    for _ in range(2):
        text = words(post(closed, value="3", once="a-token"))
    assert "Choose" not in text
    assert Rating.objects.count() == 1


def test_the_form_of_a_change_shows_what_was_given(post, closed):
    post(closed, value="2", text="It took two days.")
    text = words(post(closed, value="4", text="It works now."))
    assert "<strong>4 of 5, good</strong>" in text
    assert "You can change it until" in text
    assert "It works now.</textarea>" in text
    assert list(Rating.objects.values_list("value", flat=True)) == [2, 4]


def test_after_fourteen_days_it_stands_without_a_form(post, closed, later):
    post(closed, value="2")
    assert "Change the rating" in later(closed, 14 * DAY)
    text = later(closed, 15 * DAY)
    assert "<strong>2 of 5, poor</strong>" in text
    assert "Change the rating" not in text


def test_a_change_that_comes_too_late_is_refused_and_kept(post, closed, clara_in, clara):
    post(closed, value="2")
    with time_machine.travel(NOW + 15 * DAY, tick=False):
        clara_in.force_login(clara.user, BACKEND)
        text = words(post(closed, value="4", text="It works now."))
    assert "Fourteen days have passed since it was rated" in text
    assert "It works now.</textarea>" in text


def test_another_administrator_of_the_client_changes_it(post, closed, clara_in):
    post(closed, value="2")
    ben = AdministratorFactory(client=closed.client, name="Ben Adeyemi", email="ben@meadow.example")
    clara_in.force_login(ben.user, BACKEND)
    assert "<strong>5 of 5, very good</strong>, by Ben Adeyemi" in words(post(closed, value="5"))


def test_after_reopening_it_is_refused_in_words(post, closed, clara):
    lifecycle.reopen_by_client(closed.pk, by=clara.user, at=NOW)
    text = words(post(closed, value="2"))
    assert f"Ticket {closed.number} is open: it can be rated once it is closed." in text


def test_without_a_number_an_open_ticket_says_so_too(post, ticket):
    assert "it can be rated once it is closed" in words(post(ticket))


def test_a_refused_rating_stays_a_draft(post, closed, clara, page_of):
    author = keeping.sign(clara.user, f"/tickets/{closed.number}/#rating")
    post(closed, text="Quick.", author=author)
    assert "Quick.</textarea>" in page_of(closed)
    post(closed, value="5", text="Quick.", author=author)
    assert not FormDraft.objects.exists()


def test_the_draft_of_a_change_opens_its_form(post, closed, clara, page_of):
    author = keeping.sign(clara.user, f"/tickets/{closed.number}/#rating")
    post(closed, value="5")
    assert '<details class="more">' in page_of(closed)
    post(closed, value="9", text="Quick.", author=author)
    assert '<details class="more" open>' in page_of(closed)


def test_the_page_takes_the_same_statements_for_one_answer_and_for_four(
    post, closed, clara, page_of, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(1000) as asked:
            page_of(closed)
        return len(asked)

    post(closed, value="1")
    one = cost()
    for value in (2, 3, 4):
        lifecycle.rate(closed.pk, value=value, text="", by=clara.user, at=NOW)
    assert cost() == one
