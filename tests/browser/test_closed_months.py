"""The public chain and the client's months in a real browser; a bundle is checked in it alone."""

import base64
import json
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.tickets.reports.closing.conftest import decided, march
from tickets.models import Client
from tickets.reports.bundles.packing import packed
from tickets.reports.closing.bundle_file import bundle_file
from tickets.reports.closing.chain import kept_file
from tickets.sla.bundle.canonical import canonical

__all__ = ["decided", "march"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHECK = "/closed-months/check/"
DROP = """([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], name));
  return given;
}"""


@pytest.fixture
def bundle(march):
    return bundle_file(march, kept_file(march, Client.objects.get(code="meadow"))).data


@pytest.fixture
def checking(page, live_server, bundle, complaints):
    page.goto(live_server.url + CHECK)
    return page


def files_of(bundle):
    with ZipFile(BytesIO(bundle)) as file:
        return {name: file.read(name) for name in file.namelist()}


def repacked(bundle, **changed):
    """With other documents in place of some."""
    files = files_of(bundle) | {f"{name}.json": data for name, data in changed.items()}
    return packed(files, datetime(2026, 4, 10, tzinfo=UTC))


def rewritten(bundle, name, **values):
    return canonical(json.loads(files_of(bundle)[f"{name}.json"]) | values)


def drop(page, data):
    given = page.evaluate_handle(DROP, [base64.b64encode(data).decode(), "bundle.zip"])
    page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": given})
    return said(page)


def said(page):
    page.locator("[data-result] .notice").wait_for()
    return page.locator("[data-result]").inner_text()


def broken(page):
    return page.locator("[data-result] .check-fails").all_inner_texts()


def test_a_dropped_bundle_holds(checking, bundle, march):
    text = drop(checking, bundle)
    assert "All 6 hold." in text
    assert "March 2026" in text
    assert march.head in text
    assert checking.locator("[data-result] .check-holds").count() == 6


def test_one_that_is_chosen_by_the_field_is_checked_too(checking, bundle):
    file = {"name": "b.zip", "mimeType": "application/zip", "buffer": bundle}
    checking.locator("input[type=file]").set_input_files(file)
    assert "All 6 hold." in said(checking)


def test_nothing_is_sent(checking, bundle):
    sent = []
    checking.on("request", lambda request: sent.append((request.method, request.url)))
    drop(checking, bundle)
    own = f"{checking.url.partition('/closed-months/')[0]}/static/"
    assert [each for each in sent if each[0] != "GET" or not each[1].startswith(own)] == []


def test_a_tampered_part_of_the_client_is_named(checking, bundle):
    data = files_of(bundle)["client.json"].replace(b'"met":1', b'"met":0', 1)
    assert "1 of 6 does not hold." in drop(checking, repacked(bundle, client=data))
    assert broken(checking) == ["client.json is not the file that was closed for you."]


def test_a_tampered_file_of_all_is_named(checking, bundle):
    drop(checking, repacked(bundle, shared=files_of(bundle)["shared.json"] + b" "))
    assert broken(checking) == ["shared.json is not the file that was closed for all."]


def test_a_month_made_anew_is_not_published(checking, bundle):
    drop(checking, repacked(bundle, month=rewritten(bundle, "month", whole="0" * 64)))
    assert broken(checking) == ["No such head is published.", "The chain breaks at its number 1."]


@pytest.mark.parametrize("side", ["left", "Right", "up"])
def test_a_way_by_another_side_leads_nowhere(checking, bundle, side):
    proof = json.loads(files_of(bundle)["proof.json"])
    [[was, other]] = proof["proof"]
    if was == side:
        side = "right"
    drop(checking, repacked(bundle, proof=canonical(proof | {"proof": [[side, other]]})))
    assert broken(checking) == ["The way of your part does not lead to the root."]


def test_a_chain_that_is_longer_breaks(checking, bundle):
    month = json.loads(files_of(bundle)["month.json"])
    chain = rewritten(bundle, "chain", months=[month | {"closed_at": "2026-04-01T00:00:00Z"}])
    drop(checking, repacked(bundle, chain=chain))
    assert broken(checking) == ["The chain breaks at its number 1."]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no zip at all, but long enough to look for one", "This is no zip file."),
        (b"", "This is no zip file."),
    ],
)
def test_another_file_is_refused_in_words(checking, data, words):
    assert words in drop(checking, data)


def test_a_zip_without_the_documents_is_refused(checking, bundle):
    data = BytesIO()
    with ZipFile(data, "w", ZIP_STORED) as file:
        file.writestr("month.json", files_of(bundle)["month.json"])
    assert "chain.json is not in it." in drop(checking, data.getvalue())


def test_a_document_written_in_another_way_is_refused(checking, bundle):
    month = files_of(bundle)["month.json"].replace(b'"number":1', b'"number":1.0')
    assert "month.json is not written as it has to be." in drop(
        checking, repacked(bundle, month=month)
    )


def test_a_cut_zip_is_refused(checking, bundle):
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as file:
        for name, content in files_of(bundle).items():
            file.writestr(name, content)
    assert "Not checked." in drop(checking, data.getvalue()[2000:])


def test_without_scripts_the_command_stands_alone(browser, live_server, march):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(CHECK)
    assert "python3 -I verify.py" in page.locator("pre").inner_text()
    assert not page.locator("[data-check]").is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_a_fault_that_a_machine_finds(
    page, live_server, context, client, clara, bundle, complaints, scheme, width
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    for address in ("/closed-months/", CHECK, "/months/"):
        page.goto(live_server.url + address)
        if address == CHECK:
            drop(page, repacked(bundle, client=b"{}"))
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
