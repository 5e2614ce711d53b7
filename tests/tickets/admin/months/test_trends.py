"""The page of trends, and a month's pages of load and answers."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from tests.conftest import OPENED
from tickets import lifecycle

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TRENDS = "/desk/months/trends/"
MARCH = "/desk/months/2026-03/"


@pytest.fixture
def late(ticket, aoife):
    return lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 6 * HOUR, seen=None
    )


@pytest.fixture
def page_of(client, niamh, time_machine):
    time_machine.move_to(datetime(2026, 4, 2, 12, 0, tzinfo=UTC), tick=False)
    client.force_login(niamh)

    def read(url=TRENDS, **choice):
        return client.get(url, choice)

    return read


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def chart_of(response, name) -> ElementTree.Element:
    page = text_of(response)
    start = page.rindex("<svg", 0, page.index(f'id="{name}-title"'))
    return ElementTree.fromstring(page[start : page.index("</svg></div>", start) + len("</svg>")])


def test_twelve_months_up_to_the_present_one_are_shown_first(page_of):
    page = text_of(page_of())
    assert "May 2025 to April 2026" in page


def test_two_years_up_to_a_chosen_month_are_shown(page_of):
    page = text_of(page_of(length="24", month="2026-03"))
    assert "April 2024 to March 2026" in page


def test_the_table_says_what_was_met_and_whether_it_was_kept(page_of, late):
    page = text_of(page_of(month="2026-03"))
    assert '0.00 %<span class="second">0 of 1 · <span class="text-critical">not kept</span>' in page
    assert "small number" in page


def test_months_without_cases_say_so(page_of):
    assert text_of(page_of()).count("no cases") >= 3 * 12


def test_the_chart_has_a_text_alternative(page_of, late):
    chart = chart_of(page_of(month="2026-03"), "trend")
    assert chart.get("role") == "img"
    assert "Critical was not kept in March 2026." in chart[1].text
    assert "Medium had no cases." in chart[1].text


def test_each_month_leads_to_its_page(page_of, meadow):
    page = text_of(page_of(month="2026-03", client="meadow"))
    assert f'href="{MARCH}?client=meadow">March 2026</a>' in page


def test_the_trend_of_one_client_leaves_the_others_out(page_of, late, charlie):
    page = text_of(page_of(month="2026-03", client=charlie.client.code))
    assert "not kept" not in page
    assert "Trends, Northgate Fixings" in page


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"month": "2026-13"}, "Write the month as a year and two digits"),
        ({"month": "x"}, "Write the month as a year and two digits"),
        ({"month": "2019-09"}, "There are figures from October 2019 to April 2026"),
        ({"month": "2026-05"}, "There are figures from October 2019 to April 2026"),
        ({"length": "36"}, "Choose 12 or 24 months."),
        ({"client": "nobody"}, "There is no such client."),
    ],
)
def test_what_makes_no_sense_is_said_in_words(page_of, choice, words):
    response = page_of(**choice)
    assert response.status_code == 200
    assert words in text_of(response)
    assert "<table" not in text_of(response)


@pytest.mark.parametrize("choice", [{"client": ""}, {"length": ""}, {"month": ""}])
def test_what_is_left_empty_is_the_usual(page_of, choice):
    assert "May 2025 to April 2026" in text_of(page_of(**choice))


def test_of_very_many_clients_the_short_name_is_typed(page_of, meadow, charlie, monkeypatch):
    monkeypatch.setattr("tickets.admin.months.trends.CHOICES", 1)
    page = text_of(page_of(client="meadow"))
    assert "Trends, Meadow" in page
    assert "<option" not in page.partition('name="client"')[2].partition("<label")[0]


def test_an_agent_may_not_read_trends(client, aoife):
    client.force_login(aoife)
    assert client.get(TRENDS).status_code == 403


def test_for_the_stranger_there_are_no_trends(client, charlie):
    client.force_login(charlie.user)
    assert client.get(TRENDS).status_code == 404


def test_trends_are_only_read(client, niamh):
    client.force_login(niamh)
    assert client.post(TRENDS).status_code == 405


def test_two_years_take_no_more_statements_than_one(
    page_of, late, meadow, django_assert_max_num_queries
):
    page_of()
    with django_assert_max_num_queries(20):
        page_of(length="24", client="meadow")


def test_a_month_shows_its_load(page_of, late):
    chart = chart_of(page_of(f"{MARCH}load/"), "load")
    assert "Most on Tuesday 09:00: 1." in chart[1].text


def test_a_month_shows_its_answers(page_of, late):
    chart = chart_of(page_of(f"{MARCH}answers/"), "distribution-critical")
    assert chart[1].text == "0 answers in time, 1 late."


def test_a_month_without_tickets_says_so(page_of):
    assert "No ticket was opened in the month." in text_of(page_of(f"{MARCH}load/"))
    assert text_of(page_of(f"{MARCH}answers/")).count("No cases in the month.") == 3
