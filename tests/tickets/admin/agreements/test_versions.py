"""Agreements, calendars, holidays and articles in the desk."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import Event, FormDraft
from tests.tickets.admin.conftest import page_url, step_url
from tickets.models import (
    Agreement,
    AgreementVersion,
    Article,
    CalendarVersion,
    HolidayList,
    SupportCalendar,
)

AGREEMENTS, CALENDARS, HOLIDAYS = "agreementversion", "calendarversion", "holidaylist"


@pytest.fixture
def keeper(client, sys):
    """The System administrator's browser."""
    client.force_login(sys)
    return client


@pytest.fixture
def draft(keeper):
    standard = Agreement.objects.get(client=None)
    keeper.post(f"/desk/tickets/{AGREEMENTS}/add/", {"agreement": standard.pk})
    return AgreementVersion.objects.get(published_at=None)


def limits(draft, **changed):
    rows = list(draft.limits.all())
    data = {"limits-TOTAL_FORMS": len(rows), "limits-INITIAL_FORMS": len(rows)}
    for n, row in enumerate(rows):
        data |= {
            f"limits-{n}-id": row.pk,
            f"limits-{n}-version": draft.pk,
            f"limits-{n}-fault_class": row.fault_class,
            f"limits-{n}-response_seconds": "4:30",
            f"limits-{n}-fix_seconds": "",
        }
    return {**data, **changed}


def switches(draft, **changed):
    return {
        "calendar": draft.calendar_id,
        "index_percent": "97.5",
        "availability_percent": "98",
        "hours": "elapsed",
        "downgrade_counts_from": "opening",
        "scope": "all",
        "system_uptime": "as_written",
        **limits(draft),
        **changed,
    }


def test_a_draft_can_be_changed_with_its_limits(keeper, draft):
    answer = keeper.post(page_url(draft, AGREEMENTS), switches(draft))
    assert answer.status_code == 302
    draft = AgreementVersion.objects.get(pk=draft.pk)
    assert (draft.hours, str(draft.index_percent)) == ("elapsed", "97.50")
    assert {row.response_seconds for row in draft.limits.all()} == {4 * 3600 + 30 * 60}
    assert {row.fix_seconds for row in draft.limits.all()} == {None}


def test_changing_a_draft_leaves_an_event(keeper, draft):
    keeper.post(page_url(draft, AGREEMENTS), switches(draft))
    verbs = [event.verb for event in Event.objects.about("agreement", draft.pk)]
    assert verbs == ["draft", "revise"]


@pytest.mark.parametrize("wrong", ["", "0", "4:70", "four", "-1", "1:2:3:4", "9" * 12, "٣"])
def test_a_limit_that_makes_no_sense_is_told(keeper, draft, wrong):
    data = switches(draft, **{"limits-0-response_seconds": wrong})
    assert keeper.post(page_url(draft, AGREEMENTS), data).status_code == 200


def test_a_published_version_is_only_shown(keeper):
    first = AgreementVersion.objects.get(number=1)
    page = keeper.get(page_url(first, AGREEMENTS))
    assert "Limits" in page.text
    assert page.context["available_actions"] == []
    assert keeper.post(page_url(first, AGREEMENTS), switches(first)).status_code == 405


def test_publishing_asks_for_a_day_to_come(keeper, draft):
    url = step_url(draft, "publish", AGREEMENTS)
    assert "still to come" in keeper.post(url, {"effective_on": "2026-03-10"}).text
    keeper.post(url, {"effective_on": "2026-04-01"})
    row = AgreementVersion.objects.get(pk=draft.pk)
    assert row.effective_from == datetime(2026, 4, 1, tzinfo=UTC)


def test_a_form_of_a_draft_that_was_published_meanwhile_is_refused(keeper, draft):
    keeper.post(step_url(draft, "publish", AGREEMENTS), {"effective_on": "2026-04-01"})
    keeper.post(page_url(draft, AGREEMENTS), switches(draft))
    assert AgreementVersion.objects.get(pk=draft.pk).hours == "support_hours"


def test_a_calendar_is_drafted_changed_and_published(keeper):
    calendar = SupportCalendar.objects.get()
    keeper.post(f"/desk/tickets/{CALENDARS}/add/", {"calendar": calendar.pk})
    draft = CalendarVersion.objects.get(published_at=None)
    data = {"zone": "Europe/Dublin", "windows-TOTAL_FORMS": 1, "windows-INITIAL_FORMS": 0}
    data |= {"windows-0-weekday": 5, "windows-0-opens": "10:00", "windows-0-closes": "12:00"}
    assert keeper.post(page_url(draft, CALENDARS), data).status_code == 302
    keeper.post(step_url(draft, "publish", CALENDARS), {"effective_on": "2026-04-01"})
    row = CalendarVersion.objects.get(pk=draft.pk)
    assert (row.zone, row.windows.count(), row.is_published) == ("Europe/Dublin", 6, True)


@pytest.mark.parametrize("zone", ["Moon/Crater", "../etc/passwd", "", "\0"])
def test_a_zone_that_is_none_is_told(keeper, zone):
    calendar = SupportCalendar.objects.get()
    keeper.post(f"/desk/tickets/{CALENDARS}/add/", {"calendar": calendar.pk})
    draft = CalendarVersion.objects.get(published_at=None)
    data = {"zone": zone, "windows-TOTAL_FORMS": 0, "windows-INITIAL_FORMS": 0}
    assert keeper.post(page_url(draft, CALENDARS), data).status_code == 200


@pytest.mark.parametrize("initial", [0, -1, -3, 2**63, "x"])
def test_a_row_that_is_there_already_is_not_added_again(keeper, draft, initial):
    """As by an older page, or by a count that no page has."""
    given = switches(draft, **{"limits-INITIAL_FORMS": initial})
    given |= {f"limits-{n}-id": "" for n in range(3)}
    assert keeper.post(page_url(draft, AGREEMENTS), given).status_code == 200
    assert draft.limits.count() == 3


def propose_holidays(keeper, calendar, year):
    data = {"calendar": calendar.pk, "year": year, "sure": "yes"}
    return keeper.post(f"/desk/tickets/{HOLIDAYS}/add/", data)


def test_holidays_are_proposed_and_published(keeper):
    calendar = SupportCalendar.objects.get()
    keeper.post(
        f"/desk/tickets/{HOLIDAYS}/add/", {"calendar": calendar.pk, "year": 2028, "sure": "yes"}
    )
    draft = HolidayList.objects.get(published_at=None)
    assert draft.days.count() == 10
    keeper.post(step_url(draft, "publish", HOLIDAYS), {"effective_on": "2026-04-01"})
    assert HolidayList.objects.get(pk=draft.pk).is_published


@pytest.mark.parametrize("year", ["", "1066", "99999", "x"])
def test_a_year_out_of_reach_is_told(keeper, year):
    calendar = SupportCalendar.objects.get()
    answer = keeper.post(
        f"/desk/tickets/{HOLIDAYS}/add/", {"calendar": calendar.pk, "year": year, "sure": "yes"}
    )
    assert "year" in answer.context["form"].errors


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_closed_day_of_another_century_is_told(keeper, day):
    calendar = SupportCalendar.objects.get()
    keeper.post(
        f"/desk/tickets/{HOLIDAYS}/add/", {"calendar": calendar.pk, "year": 2028, "sure": "yes"}
    )
    draft = HolidayList.objects.get(published_at=None)
    added = {"days-TOTAL_FORMS": 1, "days-INITIAL_FORMS": 0, "days-0-day": day, "days-0-name": "x"}
    answer = keeper.post(page_url(draft, HOLIDAYS), added)
    assert "between the years 2000 and 2099" in answer.text


@pytest.mark.parametrize("model", [AGREEMENTS, CALENDARS, HOLIDAYS])
@pytest.mark.parametrize("person", ["aoife", "ruairi", "niamh"])
def test_who_may_not_draft(client, request, model, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(f"/desk/tickets/{model}/add/").status_code == 403


def test_a_draft_is_shown_and_not_changed_by_others(client, keeper, draft, aoife):
    client.force_login(aoife)
    assert client.get(page_url(draft, AGREEMENTS)).status_code == 200
    assert client.post(page_url(draft, AGREEMENTS), switches(draft)).status_code == 405
    assert client.post(step_url(draft, "publish", AGREEMENTS)).status_code == 403


def test_an_article_is_written_revised_and_shown(agent):
    agent.post(
        "/desk/tickets/article/add/", {"title": "Orders", "body": "They come.", "sure": "yes"}
    )
    article = Article.objects.get()
    agent.post(
        step_url(article, "revise", "article"), {"title": "Orders", "body": "Soon.", "sure": "yes"}
    )
    agent.post(step_url(article, "publish", "article"))
    article.refresh_from_db()
    assert (article.body, article.is_published) == ("Soon.", True)
    agent.post(step_url(article, "withdraw", "article"))
    article.refresh_from_db()
    assert not article.is_published


def test_stock_forms_are_used_for_drafts_alone(keeper, draft):
    keeper.post(page_url(draft, AGREEMENTS), switches(draft))
    assert {entry.content_type.model for entry in LogEntry.objects.all()} == {AGREEMENTS}


def unsaved(keeper, sys, draft, **changed):
    """Saved by who had been signed out meanwhile, who then signs in again."""
    page = page_url(draft, AGREEMENTS)
    keeper.logout()
    author = keeping.sign(sys, f"{page}#version")
    keeper.post(page, {**switches(draft, **changed), "author": author})
    keeper.force_login(sys)
    return keeper.get(page)


def test_what_was_typed_before_the_session_ended_is_shown_again(keeper, sys, draft):
    page = unsaved(keeper, sys, draft)
    assert 'value="97.5"' in page.text
    assert page.text.count('value="4:30"') == draft.limits.count()
    assert "not sent." in page.text
    assert str(AgreementVersion.objects.get(pk=draft.pk).index_percent) == "98.00"


def test_something_wrong_among_it_is_told_at_once(keeper, sys, draft):
    page = unsaved(keeper, sys, draft, index_percent="many")
    assert 'value="many"' in page.text
    assert "Enter a number." in page.text


def test_once_saved_it_is_no_longer_unsaved(keeper, sys, draft):
    unsaved(keeper, sys, draft)
    page = page_url(draft, AGREEMENTS)
    author = keeping.sign(sys, f"{page}#version")
    keeper.post(page, {**switches(draft), "author": author})
    assert not FormDraft.objects.exists()
    assert "not sent." not in keeper.get(page).text


def _draft_with_day(keeper, hours):
    """The draft of a list after a day was added on its page, and the answer to that."""
    calendar = SupportCalendar.objects.get()
    keeper.post(
        f"/desk/tickets/{HOLIDAYS}/add/", {"calendar": calendar.pk, "year": 2028, "sure": "yes"}
    )
    draft = HolidayList.objects.get(published_at=None)
    count = draft.days.count()
    posted = {"days-TOTAL_FORMS": count + 1, "days-INITIAL_FORMS": count}
    for n, day in enumerate(draft.days.all()):
        posted |= {f"days-{n}-id": day.pk, f"days-{n}-day": day.day, f"days-{n}-name": day.name}
        posted |= {f"days-{n}-holiday_list": draft.pk}
    posted |= {f"days-{count}-day": "2028-12-24", f"days-{count}-name": "Christmas Eve"}
    posted |= {f"days-{count}-holiday_list": draft.pk, f"days-{count}-hours": hours}
    return draft, keeper.post(page_url(draft, HOLIDAYS), posted)


def test_a_day_of_a_draft_can_have_hours_of_its_own(keeper):
    draft, _ = _draft_with_day(keeper, "14:00-15:30, 9:00-13:00")
    assert draft.days.get(name="Christmas Eve").hours == "09:00-13:00, 14:00-15:30"


def test_hours_that_take_more_room_once_written_out_are_refused_beside_the_field(keeper):
    many = ",".join(f"{hour}:00-{hour}:01" for hour in range(8))
    draft, answer = _draft_with_day(keeper, many)
    assert "do not fit into one day" in answer.text
    assert not draft.days.filter(name="Christmas Eve").exists()


def test_hours_that_cannot_be_read_are_refused_beside_the_field(keeper):
    draft, answer = _draft_with_day(keeper, "in the morning")
    assert "Write hours like 09:00-13:00" in answer.content.decode()
    assert not draft.days.filter(name="Christmas Eve").exists()


def special_day(keeper, holiday_list, **more):
    url = reverse("admin:tickets_holidaylist_action", args=[holiday_list.pk, "special_day"])
    data = {
        "day": "2026-12-24",
        "name": "Christmas Eve",
        "hours": "09:00-13:00",
        "effective_on": "2026-06-01",
    }
    return keeper.post(url, data | more)


def test_a_half_day_is_shown_before_it_is_published(keeper):
    shipped = HolidayList.objects.published().get(year=2026)
    page = special_day(keeper, shipped)
    [first, *_] = page.context["preview"]
    assert first == (
        "Thursday 24\xa0December\xa02026, Christmas Eve: open 09:00-13:00 instead of the week's "
        "hours."
    )
    assert HolidayList.objects.filter(year=2026).count() == 1


def test_a_half_day_comes_in_a_list_of_the_whole_year(keeper):
    shipped = HolidayList.objects.published().get(year=2026)
    special_day(keeper, shipped, sure="yes")
    published = HolidayList.objects.published().get(year=2026, number=2)
    assert published.days.count() == shipped.days.count() + 1
    assert published.days.get(name="Christmas Eve").hours == "09:00-13:00"


def test_a_half_day_cannot_begin_after_itself(keeper):
    shipped = HolidayList.objects.published().get(year=2026)
    page = special_day(keeper, shipped, effective_on="2026-12-25", sure="yes")
    assert "on that day at the latest" in page.text


def test_a_second_calendar_begins_as_drafts(keeper):
    shipped = CalendarVersion.objects.get()
    url = reverse("admin:tickets_calendarversion_action", args=[shipped.pk, "another"])
    answer = keeper.post(url, {"name": "Weekends too"})
    draft = CalendarVersion.objects.get(calendar__name="Weekends too")
    assert answer.url == reverse("admin:tickets_calendarversion_change", args=[draft.pk])
    assert draft.windows.count() == shipped.windows.count()
    assert set(draft.calendar.holiday_lists.values_list("year", "published_at")) == {
        (2026, None),
        (2027, None),
    }
    assert "of this name" in keeper.post(url, {"name": "weekends  too"}).text
