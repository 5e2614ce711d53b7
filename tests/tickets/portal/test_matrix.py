"""Every address of the portal: for its own, for a stranger, by the wrong method, signed out."""

import pytest
from django.urls import reverse

from istockist_sla.core.models import FormDraft
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Article, Attachment
from tickets.portal.urls import urlpatterns

PLAIN = [
    *("home", "tickets", "tickets_csv", "report", "hits", "articles", "months", "readings"),
    *("service_level", "versions", "company"),
]
OF_A_MONTH = ["service_month", "service_tickets"]
FILES = ["bundle", "month_pdf", "month_xlsx", "month_csv"]
PUBLIC = {"articles", "readings"}
OF_A_TICKET = ["ticket", "opened", "why"]
CHANGES = {
    "reply": {"text": "Order 88214."},
    "close": {"works_again": "yes"},
    "priority": {"low": "yes"},
}
OF_A_CLOSED_TICKET = {"reopen": {}, "rate": {"value": "4"}}
STEPS = ["report_describe", "report_checks", "report_impact", "report_review"]
DRAFT = {"subject": "Labels print twice", "text": "Each label comes out two times."}


@pytest.fixture
def article(db, ticket):
    return Article.objects.create(
        title="Print labels",
        slug="print-labels",
        body="So.",
        is_published=True,
        updated_at=ticket.opened_at,
    )


@pytest.fixture
def attachment(ticket, clara):
    files = [Upload("list.txt", b"88214")]
    lifecycle.write(ticket.pk, text="", by=clara.user, at=ticket.opened_at, files=files)
    return Attachment.objects.get()


@pytest.fixture
def step_of(clara_in):
    clara_in.post("/report/", DRAFT)
    token = FormDraft.objects.get().form.removeprefix("report:")
    return lambda name: reverse(f"portal:{name}", args=[token])


def test_the_matrix_names_every_address():
    listed = {
        *PLAIN,
        *OF_A_TICKET,
        *CHANGES,
        *STEPS,
        *OF_A_CLOSED_TICKET,
        "solved",
        "article",
        "article_feedback",
        "attachment",
        *OF_A_MONTH,
        *FILES,
    }
    listed |= {*OF_A_CLOSED_TICKET, "contest"}
    assert {pattern.name for pattern in urlpatterns} == listed


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_works(clara_in, name):
    assert clara_in.get(reverse(f"portal:{name}")).status_code == 200


@pytest.mark.parametrize("name", sorted(set(PLAIN) - {"hits", "tickets_csv"}))
def test_a_page_has_one_title_one_language_and_says_what_it_is(clara_in, name):
    text = clara_in.get(reverse(f"portal:{name}")).text
    for part in ('<html lang="en"', "<title>", '<meta name="description" content="', "<h1"):
        assert text.count(part) == 1, part


@pytest.mark.parametrize("name", OF_A_TICKET)
def test_a_page_of_the_own_ticket_works(clara_in, ticket, name):
    assert clara_in.get(reverse(f"portal:{name}", args=[ticket.number])).status_code == 200


@pytest.mark.parametrize("name", OF_A_TICKET)
def test_a_page_of_anothers_ticket_is_not_there(charlie_in, ticket, name):
    assert charlie_in.get(reverse(f"portal:{name}", args=[ticket.number])).status_code == 404


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_own_ticket_works(clara_in, ticket, name):
    address = reverse(f"portal:{name}", args=[ticket.number])
    assert clara_in.post(address, CHANGES[name]).url == f"/tickets/{ticket.number}/"


@pytest.mark.parametrize("name", OF_A_CLOSED_TICKET)
def test_a_change_of_the_own_closed_ticket_works(clara_in, ticket, clara, name):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=ticket.opened_at)
    address = reverse(f"portal:{name}", args=[ticket.number])
    assert clara_in.post(address, OF_A_CLOSED_TICKET[name]).url == f"/tickets/{ticket.number}/"


@pytest.mark.parametrize("name", [*CHANGES, *OF_A_CLOSED_TICKET])
def test_a_change_of_anothers_ticket_is_not_there(charlie_in, ticket, name):
    before = lifecycle.last_event_id(ticket)
    address = reverse(f"portal:{name}", args=[ticket.number])
    assert charlie_in.post(address, CHANGES.get(name, {})).status_code == 404
    assert lifecycle.last_event_id(ticket) == before


@pytest.mark.parametrize("name", [*CHANGES, *OF_A_CLOSED_TICKET])
def test_a_change_is_refused_by_get(clara_in, ticket, name):
    assert clara_in.get(reverse(f"portal:{name}", args=[ticket.number])).status_code == 405


@pytest.mark.parametrize("name", [*CHANGES, *OF_A_CLOSED_TICKET])
def test_a_change_asks_for_the_token_of_its_form(clara, ticket, client, name):
    client.handler.enforce_csrf_checks = True
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    address = reverse(f"portal:{name}", args=[ticket.number])
    assert client.post(address, CHANGES.get(name, {})).status_code == 403


def test_throwing_a_draft_away_is_refused_by_get(clara_in):
    assert clara_in.get("/report/solved/").status_code == 405


@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_the_own_draft_works(step_of, clara_in, name):
    assert clara_in.get(step_of(name)).status_code == 200


@pytest.mark.parametrize("name", STEPS)
def test_a_draft_of_another_session_is_not_there(step_of, charlie_in, name):
    charlie_in.session.flush()
    response = charlie_in.get(step_of(name))
    assert response.url in ("/report/", f"/sign-in/?next={step_of(name)}")


def test_an_article_works(clara_in, article):
    assert clara_in.get(f"/articles/{article.slug}/").status_code == 200


def test_the_own_file_works(clara_in, attachment):
    assert clara_in.get(f"/attachments/{attachment.pk}/").status_code == 200


def test_anothers_file_is_not_there(charlie_in, attachment):
    assert charlie_in.get(f"/attachments/{attachment.pk}/").status_code == 404


@pytest.mark.parametrize("name", sorted(set(PLAIN) - PUBLIC))
def test_signed_out_a_page_asks_to_sign_in(client, db, name):
    assert client.get(reverse(f"portal:{name}")).url.startswith("/sign-in/?next=")


@pytest.mark.parametrize("name", OF_A_TICKET)
def test_signed_out_a_ticket_asks_to_sign_in(client, ticket, name):
    response = client.get(reverse(f"portal:{name}", args=[ticket.number]))
    assert response.url.startswith("/sign-in/?next=")


@pytest.mark.parametrize("name", [*CHANGES, *OF_A_CLOSED_TICKET])
def test_signed_out_a_change_asks_to_sign_in(client, ticket, name):
    before = lifecycle.last_event_id(ticket)
    response = client.post(reverse(f"portal:{name}", args=[ticket.number]), CHANGES.get(name, {}))
    assert response.url.startswith("/sign-in/?next=")
    assert lifecycle.last_event_id(ticket) == before


def test_signed_out_an_article_and_a_file_ask_to_sign_in(client, article, attachment):
    for address in (f"/articles/{article.slug}/", f"/attachments/{attachment.pk}/"):
        assert client.get(address).url == f"/sign-in/?next={address}"


def test_no_page_is_kept_by_a_browser_or_a_proxy(clara_in, ticket):
    response = clara_in.get(f"/tickets/{ticket.number}/")
    assert "no-store" in response["Cache-Control"]
