"""The portal in a real browser: by keyboard, without scripts, and for every reader."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from istockist_sla.account.tasks import send_codes
from istockist_sla.core.tasks import send_letters
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Article, Attachment, Message, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = re.compile(r"Your sign-in code is (\S+)")
MOST_TABS = 80


@pytest.fixture
def signed_in(live_server, clara):
    """Clara's session as a cookie."""
    client = Client()
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    return {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }


@pytest.fixture
def plain(browser, live_server, signed_in):
    """A page whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies([signed_in])
    yield context.new_page()
    context.close()


@pytest.fixture
def clara_page(page, context, live_server, signed_in, complaints):
    context.add_cookies([signed_in])
    page.goto(live_server.url)
    return page


@pytest.fixture
def asked(open_ticket, aoife):
    at = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    files = [Upload("list.txt", b"88214")]
    ticket = open_ticket(at=at, files=files, checks={"users": {"state": "done", "note": "All."}})
    lifecycle.take(ticket.pk, by=aoife, at=at, seen=None)
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=at, seen=None)
    lifecycle.ask(ticket.pk, text="Which order do you still miss?", by=aoife, at=at)
    return ticket


@pytest.fixture
def article(db):
    return Article.objects.create(
        title="Labels come out twice",
        slug="labels-twice",
        body="Switch the second copy off.\n\nThen print again.",
        is_published=True,
        updated_at=timezone.now(),
    )


def tab_to(page, target):
    """Press Tab until the focus is on the target."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === element.ownerDocument.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def press(page, name):
    """Reach a button or link by Tab and press it by Enter."""
    target = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first
    tab_to(page, target)
    page.keyboard.press("Enter")


def test_clara_signs_in_by_a_code(page, live_server, clara, complaints):
    page.goto(live_server.url)
    page.get_by_label("E-mail address").fill(clara.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    send_codes()
    send_letters()
    page.get_by_label("Code").fill(CODE.search(mail.outbox[-1].body)[1])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Report a problem")).to_be_visible()
    expect(page.get_by_text("Clara Whitcombe")).to_be_visible()


def test_a_problem_is_reported_by_keyboard_and_without_scripts(plain):
    plain.goto("/")
    press(plain, "Report a problem")
    tab_to(plain, plain.get_by_label("What is the problem?"))
    plain.keyboard.type("Labels print twice")
    tab_to(plain, plain.get_by_label("What do you see?"))
    plain.keyboard.type("Each label comes two times.")
    press(plain, "Continue to checks")
    tab_to(plain, plain.get_by_role("radio", name="Done", exact=True).first)
    plain.keyboard.press("Space")
    press(plain, "Continue to impact")
    tab_to(plain, plain.get_by_role("radio", name="Yes").nth(4))
    plain.keyboard.press("Space")
    press(plain, "Continue to files and review")
    expect(plain.get_by_text("Medium, until Support gives the class")).to_be_visible()
    press(plain, "Open the ticket")
    plain.wait_for_url("**/opened/")
    ticket = Ticket.objects.get()
    expect(plain.get_by_role("heading", name=f"Ticket {ticket.number} is open")).to_be_visible()
    assert ticket.provisional_class == "medium"
    assert ticket.checks["users"]["state"] == "done"


def test_going_back_by_keyboard_loses_nothing(plain):
    plain.goto("/report/")
    plain.get_by_label("What is the problem?").fill("Labels print twice")
    plain.get_by_label("What do you see?").fill("Each comes two times.")
    plain.get_by_role("button", name="Continue to checks").click()
    plain.get_by_text("Note (optional)").first.click()
    plain.get_by_label("Note: Asked the people concerned").fill("All six of us.")
    press(plain, "Back")
    expect(plain.get_by_label("What do you see?")).to_have_value("Each comes two times.")
    press(plain, "Continue to checks")
    expect(plain.get_by_label("Note: Asked the people concerned")).to_have_value("All six of us.")


def test_a_question_is_answered_the_ticket_closed_and_reopened(clara_page, asked, tmp_path):
    screen = tmp_path / "screen.txt"
    screen.write_text("order 88214")
    clara_page.reload()
    clara_page.get_by_role("link", name="Answer").click()
    clara_page.get_by_role("textbox", name="Your answer").fill("Order 88214.")
    clara_page.get_by_label("Files").set_input_files(screen)
    clara_page.get_by_role("button", name="Send answer").click()
    expect(clara_page.get_by_text("Your answer is in the ticket.")).to_be_visible()
    expect(clara_page.get_by_role("link", name="screen.txt")).to_be_visible()
    clara_page.get_by_role("button", name="It works again, close it").click()
    expect(clara_page.get_by_role("heading", name="Closed, solved")).to_be_visible()
    clara_page.get_by_label("What is still wrong?").fill("It is back.")
    clara_page.get_by_role("button", name="Reopen the ticket").click()
    expect(clara_page.get_by_role("heading", name="With us, being repaired")).to_be_visible()
    assert Message.objects.filter(text="It is back.").exists()


def test_a_closed_ticket_is_rated_by_keyboard_and_without_scripts(plain, asked, clara):
    lifecycle.close_by_client(asked.pk, by=clara.user, at=timezone.now())
    plain.goto(f"/tickets/{asked.number}/#rating")
    tab_to(plain, plain.get_by_label("1 Very poor"))
    press(plain, "Send the rating")
    expect(plain.get_by_text("Choose a number from 1 to 5.")).to_be_visible()
    tab_to(plain, plain.get_by_label("1 Very poor"))
    for _ in range(3):
        plain.keyboard.press("ArrowRight")
    tab_to(plain, plain.get_by_label("A word to Support"))
    plain.keyboard.type("Well done.")
    press(plain, "Send the rating")
    expect(plain.get_by_text("4 of 5, good", exact=True)).to_be_visible()
    expect(plain.get_by_text("Well done.").first).to_be_visible()


def test_a_file_is_saved_and_not_shown(clara_page, live_server, asked):
    clara_page.goto(f"{live_server.url}/tickets/{asked.number}/")
    with clara_page.expect_download() as download:
        clara_page.get_by_role("link", name="list.txt").click()
    assert download.value.suggested_filename == "list.txt"


def test_articles_appear_as_the_subject_is_typed(clara_page, live_server, article):
    clara_page.goto(f"{live_server.url}/report/")
    clara_page.get_by_label("What is the problem?").press_sequentially("My labels print badly")
    expect(clara_page.get_by_role("link", name=article.title)).to_be_visible()
    clara_page.get_by_role("button", name="This solved it").click()
    expect(clara_page.get_by_text("No ticket was opened.")).to_be_visible()
    assert article.feedback.get().kind == "solved"


PASTE = """async () => {
    const canvas = document.createElement("canvas");
    const blob = await new Promise((done) => canvas.toBlob(done));
    const held = new DataTransfer();
    held.items.add(new File([blob], "image.png", { type: "image/png" }));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held }));
}"""


def test_a_problem_is_reported_on_a_phone_with_scripts(clara_page, live_server):
    clara_page.set_viewport_size({"width": 390, "height": 800})
    clara_page.get_by_role("link", name="Report a problem").click()
    clara_page.get_by_label("What is the problem?").fill("x" * 201)
    clara_page.get_by_label("What do you see?").fill("Each label comes two times.")
    clara_page.get_by_role("button", name="Continue to checks").click()
    summary = clara_page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="has 201 letters").click()
    subject = clara_page.get_by_label("What is the problem?")
    expect(subject).to_be_focused()
    expect(subject).to_have_value("x" * 201)
    subject.fill("Labels print twice")
    for step in ("checks", "impact", "files and review"):
        clara_page.get_by_role("button", name=f"Continue to {step}").click()
    expect(clara_page.get_by_role("heading", name="Is this right?")).to_be_visible()
    expect(clara_page.get_by_text("Drop files here, or paste a screenshot.")).to_be_visible()
    clara_page.evaluate(PASTE)
    expect(clara_page.locator(".chosen img")).to_have_attribute(
        "src", re.compile("^data:image/png")
    )
    clara_page.get_by_label("Files").set_input_files(
        {"name": "list.txt", "mimeType": "text/plain", "buffer": b"88214"}
    )
    expect(clara_page.locator(".chosen li")).to_have_count(2)
    clara_page.get_by_role("button", name="Remove list.txt").click()
    clara_page.get_by_role("button", name="Open the ticket").click()
    clara_page.wait_for_url("**/opened/")
    assert re.match("pasted-.*png", Attachment.objects.get().name)


def test_a_ticket_can_be_printed_where_scripts_run(clara_page, live_server, asked):
    clara_page.goto(f"{live_server.url}/tickets/{asked.number}/")
    expect(clara_page.get_by_role("button", name="Print")).to_be_visible()


@pytest.fixture
def addresses(asked, open_ticket, clara, aoife, article, signed_in):
    """Every page of the portal, each with something on it."""
    now = timezone.now().replace(microsecond=0)
    fresh = open_ticket(at=now, low_priority=True)
    closed = open_ticket(at=now, subject="Closed already")
    lifecycle.close_by_client(closed.pk, by=clara.user, at=now)
    old = open_ticket(at=now - timedelta(days=40), subject="Closed long ago")
    lifecycle.close_by_client(old.pk, by=clara.user, at=now - timedelta(days=30))
    rated = open_ticket(at=now, subject="Closed and rated")
    lifecycle.close_by_client(rated.pk, by=clara.user, at=now)
    lifecycle.rate(rated.pk, value=4, text="Well done.", by=clara.user, at=now)
    client = Client()
    client.cookies["sessionid"] = signed_in["value"]
    checks = client.post("/report/", {"subject": "Labels twice", "text": "Each twice."}).url
    client.post(checks, {"users": "done", "users_note": "x" * 2001})
    steps = [checks.replace("checks/", step) for step in ("", "checks/", "impact/")]
    review = client.post("/report/", {"subject": "Labels", "text": "Twice."}).url
    tickets = [f"/tickets/{ticket.number}/" for ticket in (asked, fresh, closed, rated, old)]
    return [
        "/sign-in/",
        "/",
        "/tickets/",
        "/tickets/?show=all",
        "/tickets/?q=nothing",
        *tickets,
        f"/tickets/{fresh.number}/opened/",
        "/report/",
        *steps,
        review.replace("checks", "review"),
        "/articles/",
        f"/articles/{article.slug}/",
        "/no-such-page/",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_open_to_everybody(browser, live_server, signed_in, addresses, width, theme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page, found = context.new_page(), []
    for address in addresses:
        page.goto(live_server.url + address)
        if address == "/sign-in/":
            context.add_cookies([signed_in])
        found += [
            (address, violation["id"], violation["nodes"][0]["html"])
            for violation in Axe().run(page).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append((address, "wider than the window", ""))
    context.close()
    assert found == []
