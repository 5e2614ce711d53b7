"""An agent's ticket in a real browser, by the mouse and by keys alone, and a long one."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from istockist_sla.core.models import Event, FormDraft, Letter
from tickets import lifecycle
from tickets.models import Attachment, CannedReply, Message, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, context, live_server, aoife, complaints):
    client = Client()
    client.force_login(aoife, "django.contrib.auth.backends.ModelBackend")
    value = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    page.show = lambda ticket, more="": page.goto(
        f"{live_server.url}/desk/tickets/ticket/{ticket.pk}/change/{more}"
    )
    return page


@pytest.fixture
def new(open_ticket):
    return open_ticket(at=timezone.now())


@pytest.fixture
def long(new, aoife, clara):
    at = timezone.now()
    for n in range(60):
        message = Message.objects.create(
            ticket=new, kind="note", author=aoife, at=at, text=f"Note {n}"
        )
        Event.objects.append(
            kind="ticket", subject_id=new.pk, verb="note", by=aoife, side="support", at=at,
            data={"message": message.pk},
        )  # fmt: skip
    return new


def test_a_ticket_by_the_mouse(desk, new, declan):
    CannedReply.objects.create(
        title="Export", text="Dear {name}, {number}.", updated_at=new.opened_at
    )
    desk.show(new)
    desk.get_by_role("button", name="Take in charge").click()
    desk.get_by_role("link", name="Qualify…").click()
    desk.get_by_role("radio", name="Orders cannot be created or received").check()
    expect(desk.get_by_text("The class is Critical for good.")).to_be_visible()
    desk.get_by_role("button", name="Qualify as Critical").click()
    desk.get_by_role("button", name="Send now").click()
    desk.get_by_role("link", name="Canned replies").click()
    desk.get_by_role("option", name="Export").click()
    expect(desk.get_by_label("Text")).to_have_value(f"Dear Clara, {new.number}.")
    desk.get_by_role("button", name="Reply", exact=True).click()
    expect(desk.get_by_text("Your reply goes to the client in")).to_be_visible()
    desk.get_by_role("button", name="Undo").click()
    assert not Event.objects.filter(verb="reply").exists()
    expect(desk.get_by_label("Text")).to_be_focused()
    desk.get_by_role("button", name="Reply and wait").click()
    desk.get_by_role("button", name="Send now").click()
    expect(desk.get_by_text("Question to the client")).to_be_visible()
    desk.get_by_role("link", name="Close…").click()
    desk.get_by_role("radio", name="Duplicate of another ticket").check()
    expect(desk.get_by_label("Repeats ticket")).to_be_visible()
    desk.get_by_role("radio", name="Resolved", exact=True).check()
    expect(desk.get_by_label("Repeats ticket")).to_be_hidden()
    desk.get_by_role("button", name="Close", exact=True).click()
    desk.get_by_role("button", name="Send now").click()
    expect(desk.get_by_text("You closed it: resolved.")).to_be_visible()
    assert Letter.objects.filter(template__in=["qualify", "ask", "close"]).count() == 3


def test_a_ticket_by_keys_alone(desk, new, declan):
    desk.show(new, "#composer")
    text = desk.get_by_label("Text")
    expect(text).to_be_focused()
    desk.keyboard.type("We look into it.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Your reply goes to the client in")).to_be_visible()
    desk.keyboard.press("z")
    expect(text).to_be_focused()
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Sent to the client.")).to_be_visible()
    desk.get_by_role("link", name="Internal note").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.type("@dec")
    expect(desk.get_by_role("option", name="Declan Moore")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.type("look")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Told by e-mail: Declan Moore.")).to_be_visible()
    kinds = [message.kind for message in Ticket.objects.get(pk=new.pk).messages.all()]
    assert kinds == ["client", "reply", "note"]


def test_what_is_held_is_a_draft_until_it_is_sent_by_itself(desk, new):
    desk.show(new)
    desk.clock.install()
    desk.get_by_label("Text").fill("We look into it.")
    desk.get_by_role("button", name="Reply", exact=True).click()
    desk.clock.run_for(4000)
    expect(desk.get_by_text("in 6 s.")).to_be_visible()
    expect(desk.get_by_text("not sent.")).to_be_visible()
    assert FormDraft.objects.get().text == "We look into it."
    desk.clock.run_for(7000)
    expect(desk.get_by_text("Sent to the client.")).to_be_visible()
    assert not FormDraft.objects.exists()


DROP = """([selector, type]) => {
  const files = new DataTransfer();
  files.items.add(new File(["x"], "shop.txt"));
  const event = type === "drop" ? new DragEvent("drop", { dataTransfer: files, bubbles: true })
    : new ClipboardEvent("paste", { clipboardData: files, bubbles: true });
  document.querySelector(selector).dispatchEvent(event);
}"""


def test_files_are_dropped_and_pasted(desk, new):
    desk.show(new, "?to=note")
    desk.evaluate(DROP, ["#composer", "drop"])
    desk.evaluate(DROP, ["#composer-text", "paste"])
    expect(desk.get_by_text("shop.txt, shop.txt")).to_be_visible()
    desk.get_by_role("button", name="Note", exact=True).click()
    expect(desk.locator(".attachments li")).to_have_count(2)
    assert Attachment.objects.count() == 2


def test_one_sees_who_else_is_there_and_what_is_new(desk, long, declan, live_server, clara):
    other = Client()
    other.force_login(declan)
    other.post(f"/desk/tickets/ticket/{long.pk}/here/", {"seen": 1, "writing": "note"})
    with desk.expect_response("**/here/"):
        desk.show(long)
    expect(desk.get_by_text("Declan Moore is writing an internal note.")).to_be_visible()
    lifecycle.write(long.pk, text="Any news?", by=clara.user, at=timezone.now())
    desk.reload()
    expect(desk.get_by_text("1 new since you looked")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1024])
def test_clocks_and_composer_are_in_reach_wherever_one_reads(desk, long, width):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.show(long)
    desk.get_by_text("Note 50").scroll_into_view_if_needed()
    line = desk.locator(".clock-line")
    expect(line).to_be_in_viewport(ratio=1)
    line.get_by_role("link", name="Write").click()
    expect(desk.get_by_label("Text")).to_be_focused()
    expect(desk.get_by_label("Text")).to_be_in_viewport()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.evaluate(overflow) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_long_thread_and_an_action_beside_it_are_readable(desk, long, scheme):
    desk.emulate_media(color_scheme=scheme)
    desk.show(long)
    assert Axe().run(desk).response["violations"] == []
    desk.goto(desk.url.replace("change/", "steps/qualify/"))
    desk.get_by_role("radio", name="Orders cannot be created or received").check()
    expect(desk.get_by_text("The class is Critical for good.")).to_be_visible()
    assert Axe().run(desk).response["violations"] == []
