"""The desk in a real browser: by keys, without scripts, on a phone, and for every reader."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from istockist_sla.core import roles, staff
from istockist_sla.core.models import Event
from tickets import lifecycle, records
from tickets.admin.tickets import queue_page
from tickets.mailroom import intake
from tickets.models import Agreement, InboundMail, Message, SupportCalendar, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUEUE = "/desk/tickets/ticket/"


def cookie(user, live_server):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }


@pytest.fixture
def desk(page, context, live_server, aoife, complaints):
    """Aoife's browser, which knows where the desk is."""
    context.add_cookies([cookie(aoife, live_server)])
    page.desk = lambda path: page.goto(live_server.url + path)
    return page


@pytest.fixture
def three(open_ticket):
    now = timezone.now()
    return [open_ticket(at=now, subject=f"Problem {n}") for n in (1, 2, 3)]


def change(ticket):
    return f"{QUEUE}{ticket.pk}/change/"


def row(page, ticket):
    return page.get_by_role("row", name=str(ticket.number))


def test_the_queue_is_walked_by_keys(desk, three):
    desk.desk(QUEUE)
    for key in "jjkx":
        desk.keyboard.press(key)
    expect(row(desk, three[0]).get_by_role("checkbox")).to_be_checked()
    expect(desk.get_by_text("1 of 3 selected")).to_be_visible()


def test_the_slash_goes_to_the_search_also_from_a_row(desk, three):
    desk.desk(QUEUE)
    for key in "jx/":
        desk.keyboard.press(key)
    expect(desk.locator("#desk-search")).to_be_focused()


def test_the_palette_goes_to_what_is_typed_and_gives_the_focus_back(desk, three):
    desk.desk(QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette").get_by_role("option").first).to_be_visible()
    assert Axe().run(desk).response["violations"] == []
    desk.keyboard.press("Escape")
    expect(row(desk, three[0]).get_by_role("checkbox")).to_be_focused()
    desk.keyboard.press("Control+k")
    desk.keyboard.type("problem 2")
    expect(desk.get_by_role("option", name=f"{three[1].number} Problem 2")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(change(three[1])))


def test_keys_of_a_ticket_press_what_the_sheet_says(desk, ticket):
    desk.desk(change(ticket))
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_contain_text("take in charge")
    assert Axe().run(desk).response["violations"] == []
    desk.keyboard.press("Escape")
    desk.keyboard.press("t")
    expect(desk.get_by_role("button", name="Take in charge")).to_have_count(0)


def test_enter_opens_the_ticket(desk, three):
    desk.desk(QUEUE)
    for key in ["j", "j", "Enter"]:
        desk.keyboard.press(key)
    expect(desk.get_by_role("heading", name="Problem 2")).to_be_visible()


def test_the_keys_are_explained(desk, three):
    desk.desk(QUEUE)
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_hidden()


def test_keys_do_nothing_while_one_types(desk, three):
    desk.desk(QUEUE)
    search = desk.get_by_label("Filter this list")
    search.press_sequentially("jxk?")
    expect(search).to_have_value("jxk?")
    expect(desk.get_by_text("0 of 3 selected")).to_be_visible()


def test_a_slash_leads_to_the_search(desk, three):
    desk.desk("/desk/")
    desk.keyboard.press("/")
    desk.keyboard.type(str(three[1].number))
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Problem 2")).to_be_visible()


def test_take_it_takes_it_from_the_list(desk, three, aoife):
    desk.desk(QUEUE)
    row(desk, three[0]).get_by_role("button", name="Take it").click()
    expect(desk.get_by_text("The ticket is yours")).to_be_visible()
    assert Ticket.objects.get(pk=three[0].pk).owner == aoife


def test_selected_tickets_are_taken_together(desk, three, aoife):
    desk.desk(QUEUE)
    for ticket in three[:2]:
        row(desk, ticket).get_by_role("checkbox").check()
    desk.locator("#bulk-bar").get_by_role("button", name="Take in charge").click()
    expect(desk.get_by_text("2 tickets are yours.")).to_be_visible()


def test_a_step_that_does_not_fit_the_selection_is_off_and_says_why(desk, three, aoife):
    lifecycle.take(three[0].pk, by=aoife, at=timezone.now(), seen=None)
    desk.desk(QUEUE)
    row(desk, three[0]).get_by_role("checkbox").check()
    bar = desk.locator("#bulk-bar")
    expect(bar.get_by_role("button", name="Take in charge")).to_be_disabled()
    expect(bar.get_by_role("button", name="Note")).to_be_enabled()
    expect(bar.get_by_text(f"{three[0].number} is yours already.")).to_be_visible()


def test_the_queue_refreshes_quietly(desk, three, open_ticket, monkeypatch):
    """What is new is told; selection, focus and place are kept, and nothing shifts."""
    monkeypatch.setattr(queue_page, "REFRESHED_EVERY", 1)
    for n in range(12):
        open_ticket(at=timezone.now(), subject=f"Further {n}")
    desk.desk(QUEUE)
    chosen = row(desk, three[2])
    chosen.get_by_role("checkbox").check()
    top = desk.evaluate(
        "(window.shifts = 0, new PerformanceObserver((list) => { for (const each of "
        "list.getEntries()) window.shifts += each.value; }).observe({type: 'layout-shift'}), "
        "window.scrollTo(0, 300), document.activeElement.getBoundingClientRect().top)"
    )
    came = open_ticket(at=timezone.now() - timedelta(hours=9), subject="The newest")
    expect(desk.get_by_text(f"{came.number} is new · your place is kept")).to_be_visible()
    expect(chosen.get_by_role("checkbox")).to_be_checked()
    expect(chosen.get_by_role("checkbox")).to_be_focused()
    expect(desk.get_by_text("1 of 16 selected")).to_be_visible()
    now = desk.evaluate("[document.activeElement.getBoundingClientRect().top, window.shifts]")
    assert abs(now[0] - top) < 2
    assert now[1] < 0.05


def test_the_composer_changes_its_audience_and_keeps_the_text(desk, three):
    desk.desk(change(three[0]))
    desk.get_by_label("Text").fill("Please look at the disk.")
    desk.get_by_role("link", name="To Operations").click()
    expect(desk.get_by_label("Text")).to_have_value("Please look at the disk.")
    desk.get_by_role("button", name="Hand over to Operations").click()
    expect(desk.get_by_text("Internal · Operations")).to_be_visible()
    assert Ticket.objects.get(pk=three[0].pk).team == "operations"


def test_a_reply_becomes_a_closing_with_its_text(desk, three, aoife):
    now = timezone.now()
    lifecycle.qualify(three[0].pk, class_test="other", by=aoife, at=now, seen=None)
    desk.desk(change(three[0]))
    desk.get_by_label("Text").fill("It works again.")
    desk.get_by_role("button", name="Reply and close…").click()
    expect(desk.get_by_label("To the client")).to_have_value("It works again.")
    desk.get_by_role("radio", name="Resolved", exact=True).check()
    desk.get_by_role("button", name="Close", exact=True).click()
    desk.get_by_role("button", name="Send now").click()
    expect(desk.get_by_text("closed it: resolved.")).to_be_visible()


def test_a_double_click_writes_once(desk, three):
    desk.desk(change(three[0]))
    desk.get_by_label("Text").fill("Hello")
    desk.get_by_role("button", name="Reply", exact=True).dblclick()
    desk.get_by_role("button", name="Send now").dblclick()
    expect(desk.locator(".entry-body", has_text="Hello")).to_have_count(1)
    assert Event.objects.filter(verb="reply").count() == 1


def test_qualifying_from_the_page(desk, three):
    desk.desk(change(three[0]))
    desk.get_by_role("link", name="Qualify…").click()
    desk.get_by_role("radio", name="Orders cannot be created or received").check()
    desk.get_by_role("button", name="Qualify as Critical").click()
    desk.get_by_role("button", name="Send now").click()
    expect(desk.get_by_text("You qualified it as Critical")).to_be_visible()


def test_a_stale_form_shows_what_came_and_keeps_the_text(desk, three, declan, aoife):
    now = timezone.now()
    lifecycle.qualify(three[0].pk, class_test="other", by=aoife, at=now, seen=None)
    desk.desk(f"{QUEUE}{three[0].pk}/steps/close/")
    lifecycle.reply(three[0].pk, text="Wait", by=declan, at=timezone.now())
    desk.get_by_role("radio", name="Resolved", exact=True).check()
    desk.get_by_label("To the client").fill("My own words")
    desk.get_by_role("button", name="Close", exact=True).click()
    desk.get_by_role("button", name="Send now").click()
    expect(desk.get_by_text("Declan Moore replied to the client")).to_be_visible()
    expect(desk.get_by_label("To the client")).to_have_value("My own words")


def test_a_letter_is_previewed_in_a_frame(desk, three):
    desk.desk("/desk/core/letter/")
    desk.get_by_role("link", name="Open").first.click()
    frame = desk.frame_locator("iframe[title='The letter']")
    expect(frame.get_by_role("heading").first).to_be_visible()


@pytest.fixture
def plain(browser, live_server, aoife):
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies([cookie(aoife, live_server)])
    yield context.new_page()
    context.close()


def test_without_scripts_one_replies_notes_and_takes(plain, three, aoife):
    plain.goto(QUEUE)
    row(plain, three[0]).get_by_role("button", name="Take it").click()
    plain.get_by_label("Text").fill("We look into it.")
    plain.get_by_role("button", name="Reply", exact=True).click()
    plain.get_by_role("link", name="Internal note").click()
    plain.get_by_label("Text").fill("Odd.")
    plain.get_by_role("button", name="Note").click()
    kinds = [message.kind for message in Ticket.objects.get(pk=three[0].pk).messages.all()]
    assert kinds == ["client", "reply", "note"]


def test_without_scripts_several_get_a_note(plain, three):
    plain.goto(QUEUE)
    for ticket in three[:2]:
        row(plain, ticket).get_by_role("checkbox").check()
    plain.locator("#bulk-bar").get_by_role("button", name="Note").click()
    plain.get_by_label("Note").fill("The same disk.")
    plain.get_by_role("button", name="Note", exact=True).click()
    expect(plain.get_by_text("2 tickets have the note.")).to_be_visible()
    assert Message.objects.filter(kind="note").count() == 2


def test_without_scripts_a_view_is_saved_with_its_columns(plain, three):
    plain.goto(f"{QUEUE}?class=none")
    plain.get_by_text("Columns", exact=True).click()
    plain.get_by_label("State").uncheck()
    plain.get_by_role("button", name="Show these").click()
    plain.get_by_role("link", name="Save as view…").click()
    plain.get_by_label("Name").fill("Fresh")
    plain.get_by_role("button", name="Save the view").click()
    expect(plain.get_by_role("link", name="Fresh 3")).to_have_attribute("aria-current", "page")
    expect(plain.get_by_role("columnheader", name="State")).to_have_count(0)


def test_without_scripts_the_list_is_filtered(plain, three):
    plain.goto(QUEUE)
    plain.get_by_label("Filter this list").fill("Problem 3")
    plain.get_by_label("Filter this list").press("Enter")
    expect(plain.get_by_role("link", name="Problem 3")).to_be_visible()
    expect(plain.get_by_role("link", name="Problem 1")).to_have_count(0)


@pytest.fixture
def pages(three, clara, aoife, niamh, sys):
    """An address of every sort of page, with rows on it."""
    now = timezone.now()
    first, second, third = three
    lifecycle.qualify(first.pk, class_test="orders-stopped", by=aoife, at=now, seen=None)
    lifecycle.ask(first.pk, text="Which order?", by=aoife, at=now)
    lifecycle.qualify(second.pk, class_test="other", by=aoife, at=now, seen=None)
    lifecycle.close(second.pk, reason="resolved", text="Done", by=aoife, at=now, seen=None)
    raw = b"From: stranger@meadow.example\r\nSubject: Help\r\n\r\nNothing arrives.\r\n"
    mail = InboundMail.objects.get(pk=intake.receive(raw, at=now).pk)
    standard = Agreement.objects.get(client=None)
    draft = records.draft_agreement(agreement_id=standard.pk, by=sys, at=now)
    calendar = SupportCalendar.objects.get()
    records.propose_holidays(calendar_id=calendar.pk, year=2028, by=sys, at=now)
    article = records.write_article(title="Orders", body="They come.", by=aoife, at=now)
    staff.appoint_administrator(
        email="padraig@istockist.example", name="Pádraig Lyons", reason="A second one", at=now
    )
    change_of_roles = staff.reassign(
        user_id=aoife.pk, groups=[roles.MANAGER], by=sys, at=now, reason="Covers for Brian"
    ).proposal
    steps = ["qualify", "close", "assign", "hand_over", "ask", "reply", "note"]
    return [
        "/desk/",
        QUEUE,
        f"{QUEUE}?view=closed",
        f"{QUEUE}bulk/fault/?_selected_action={first.pk}&_selected_action={third.pk}",
        "/desk/tickets/queueview/add/?class=low",
        *(f"/desk/?as={page}" for page in ("agent", "team", "system")),
        f"{QUEUE}?q=nothing",
        f"{QUEUE}add/",
        f"{QUEUE}search/?q=problem",
        *(change(ticket) for ticket in three),
        *(f"{QUEUE}{third.pk}/steps/{verb}/" for verb in steps),
        *(f"{QUEUE}{first.pk}/steps/{verb}/" for verb in ("downgrade", "answer", "move")),
        f"{QUEUE}{first.pk}/history/",
        "/desk/tickets/inboundmail/",
        f"/desk/tickets/inboundmail/{mail.pk}/change/",
        f"/desk/tickets/inboundmail/{mail.pk}/steps/adopt/",
        "/desk/tickets/client/",
        f"/desk/tickets/client/{clara.client_id}/change/",
        f"/desk/tickets/client/{clara.client_id}/steps/record_fact/",
        f"/desk/tickets/fault/{Ticket.objects.get(pk=first.pk).fault_id}/change/",
        f"/desk/tickets/article/{article.pk}/change/",
        "/desk/tickets/holidaylist/",
        f"/desk/tickets/agreementversion/{draft.pk}/steps/publish/",
        "/desk/core/letter/",
        "/desk/core/user/",
        "/desk/core/user/add/",
        f"/desk/core/user/{aoife.pk}/change/",
        f"/desk/core/user/{sys.pk}/steps/reassign/",
        "/desk/core/roleproposal/",
        f"/desk/core/roleproposal/{change_of_roles.pk}/change/",
        f"/desk/core/roleproposal/{change_of_roles.pk}/steps/approve/",
        "/desk/core/event/",
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_every_page_is_accessible_and_fits(
    browser, live_server, django_user_model, pages, width, scheme
):
    everyone = django_user_model.objects.create_superuser("all@istockist.example", name="Al Lof")
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    context.add_cookies([cookie(everyone, live_server)])
    page, found = context.new_page(), []
    for address in pages:
        page.goto(address)
        violations = Axe().run(page).response["violations"]
        found += [(address, each["id"]) for each in violations]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((address, "wider than the screen"))
    context.close()
    assert found == []
