"""No content breaks a layout: long words, long subjects, other directions and pictures, at every
width from a small phone to a desk."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection, models

from availability.models import Component, Maintenance, Outage, OutageUpdate
from istockist_sla.core import triggers
from istockist_sla.core.models import Letter, User
from tests.browser.test_desk import cookie
from tests.permissions.addresses import addresses, url_of
from tests.permissions.conftest import people  # noqa: F401
from tests.permissions.world import NOW, fill
from tickets.models import Article, Attachment, Client, Fault, InboundMail, Message, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 390, 768, 1024, 1280, 1440)
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "الطلبات لا تصل منذ هذا الصباح ولا أحد يعرف السبب بعد"
PICTURES = "📦🚚🧾" * 12
LONG = " ".join(["Orders", WORD, ARABIC, PICTURES, "W" * 60])
TEXTS = [WORD, ARABIC, PICTURES, LONG, f"{WORD}{WORD}{WORD}"]
# What people, clients and senders write, by the columns in which it stands.
WRITTEN: list[tuple[type[models.Model], tuple[str, ...]]] = [
    (Article, ("title", "body")),
    (Attachment, ("name",)),
    (Client, ("name",)),
    (Component, ("name",)),
    (Fault, ("title",)),
    (InboundMail, ("subject", "from_name", "note")),
    (Letter, ("subject", "to_name", "last_error")),
    (Maintenance, ("title", "text")),
    (Message, ("text",)),
    (Outage, ("title",)),
    (OutageUpdate, ("text",)),
    (Ticket, ("subject",)),
    (User, ("name",)),
]
# What is wider than its place, but for what scrolls within itself or is hidden.
TOO_WIDE = """() => {
  const found = [];
  const whole = document.documentElement.scrollWidth;
  if (whole > innerWidth + 1) found.push("the page");
  for (const each of document.querySelectorAll("body *:not(svg, svg *)")) {
    const place = each.getBoundingClientRect();
    if (place.width < 2 || place.height < 2 || !each.checkVisibility()) continue;
    if (place.right <= innerWidth + 1 && place.left >= -1) continue;
    let up = each, scrolls = false;
    while ((up = up.parentElement)) {
      const how = getComputedStyle(up);
      if (how.position === "fixed" || ["auto", "scroll"].includes(how.overflowX)) scrolls = true;
      if (up.matches(".visually-hidden, [hidden]")) scrolls = true;
    }
    if (!scrolls) found.push(`${each.tagName}.${each.className} ${each.textContent.slice(0, 30)}`);
  }
  return found.slice(0, 5);
}"""
CUT_CLOCKS = """() => [...document.querySelectorAll("#result_list .clock")].filter((clock) => {
  const place = clock.getBoundingClientRect();
  return place.right > innerWidth || place.left < 0;
}).length"""


def write_everywhere() -> None:
    """As if it had been written so; the guards refuse that afterwards."""
    triggers.remove(connection)
    for model, names in WRITTEN:
        for number, row in enumerate(model._default_manager.order_by("pk")):
            text = TEXTS[number % len(TEXTS)]
            lengths = {name: model._meta.get_field(name).max_length for name in names}
            values = {name: text[: length or 4000] for name, length in lengths.items()}
            model._default_manager.filter(pk=row.pk).update(**values)
    triggers.install(connection)


def pages(world) -> Iterator[str]:
    for address in addresses():
        try:
            yield url_of(address, world)
        except LookupError:
            continue


@pytest.fixture
def world(people):  # noqa: F811
    with time_machine.travel(NOW, tick=False):
        world = fill(people)
    write_everywhere()
    return world


@pytest.fixture
def readers(people, django_user_model):  # noqa: F811
    everyone = django_user_model.objects.create_superuser("all@istockist.example", name=WORD[:60])
    return {"everything": everyone, "client": people.clara.user, "nobody": None}


@pytest.mark.parametrize("role", ["everything", "client", "nobody"])
def test_no_content_breaks_a_page(browser, live_server, world, readers, role):
    context = browser.new_context(base_url=live_server.url)
    if readers[role] is not None:
        context.add_cookies([cookie(readers[role], live_server)])
    page, found, shown = context.new_page(), [], 0
    page.on("dialog", lambda dialog: dialog.accept())
    for address in dict.fromkeys(pages(world)):
        answer = page.request.get(address, max_redirects=0)
        if answer.status != 200 or "html" not in answer.headers.get("content-type", ""):
            continue
        page.goto(address)
        shown += 1
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [(address, width, each) for each in page.evaluate(TOO_WIDE)]
            if width >= 1024 and page.evaluate(CUT_CLOCKS):
                found.append((address, width, "a clock is cut"))
    context.close()
    assert shown > 5
    assert "\n".join(map(str, found)) == ""
