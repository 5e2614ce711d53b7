"""Whatever is sent, the answer is an error and never a fault of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.tickets.portal.conftest import words
from tickets.models import Message, Ticket

NUL = "a\x00b"
HUGE = "9" * 5000


@pytest.mark.parametrize(
    "value", [NUL, "x" * 60_000, HUGE, "%", "_", "'", "\ud800".encode("utf-8", "surrogatepass")]
)
@pytest.mark.parametrize("address", ["/tickets/", "/articles/", "/report/hits/"])
def test_odd_words_are_searched_for_in_vain(clara_in, ticket, address, value):
    assert clara_in.get(address, {"q": value}).status_code == 200


@pytest.mark.parametrize("value", [NUL, HUGE, "-1", "0", "1e9", "²"])
def test_an_odd_page_number_shows_some_page(clara_in, ticket, value):
    assert clara_in.get("/tickets/", {"page": value}).status_code == 200
    assert clara_in.get("/articles/", {"page": value}).status_code == 200


@pytest.mark.parametrize("value", [NUL, "closed' or 1=1", HUGE])
def test_an_odd_choice_shows_the_open_tickets(clara_in, ticket, value):
    assert ticket.subject in words(clara_in.get("/tickets/", {"show": value}))


@pytest.mark.parametrize("number", ["0", "999999999999", "9" * 25])
@pytest.mark.parametrize("address", ["/tickets/{}/", "/tickets/{}/opened/", "/attachments/{}/"])
def test_an_odd_number_is_not_there(clara_in, db, address, number):
    assert clara_in.get(address.format(number)).status_code == 404


@pytest.mark.parametrize("value", [NUL, HUGE, "-1", "²", "x", ""])
def test_an_odd_reference_is_ignored_or_not_there(clara_in, db, value):
    assert clara_in.get("/report/", {"follows": value}).status_code in (200, 404)


@pytest.mark.parametrize("value", [NUL, "x" * 20_001])
def test_an_odd_answer_is_refused_and_kept(clara_in, ticket, value):
    response = clara_in.post(f"/tickets/{ticket.number}/reply/", {"text": value})
    assert response.status_code == 200
    assert "aria-invalid" in words(response)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("name", ["seen", "once"])
@pytest.mark.parametrize("value", [NUL, HUGE, "-1", "x" * 100])
def test_odd_hidden_fields_are_no_fault(clara_in, ticket, name, value):
    data = {"text": "Any news?", name: value}
    assert clara_in.post(f"/tickets/{ticket.number}/reply/", data).status_code in (200, 302)


@pytest.mark.parametrize("value", [NUL, "x" * 300])
def test_an_odd_subject_opens_nothing(clara_in, db, value):
    response = clara_in.post("/report/", {"subject": value, "text": "So."})
    assert response.status_code == 200
    assert "aria-invalid" in words(response)


@pytest.mark.parametrize("value", [NUL, "maybe", HUGE])
def test_odd_answers_of_a_step_are_refused(clara_in, db, value):
    begun = clara_in.post("/report/", {"subject": "Labels", "text": "So."}).url
    assert clara_in.post(begun, {"users": value}).status_code == 200
    impact = begun.replace("checks", "impact")
    assert clara_in.post(impact, {"inaccessible": value}).status_code == 200
    assert clara_in.post(begun.replace("checks", "review"), {}).url.endswith("/checks/")
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("value", [NUL, HUGE, "../review", "solved"])
def test_an_odd_way_on_is_no_fault(clara_in, db, value):
    begun = clara_in.post("/report/", {"subject": "Labels", "text": "So."}).url
    assert clara_in.post(begun, {"to": value}).status_code == 302


def test_an_odd_file_name_is_made_safe(clara_in, ticket):
    odd = SimpleUploadedFile("../../etc/\u202epasswd\x01.txt", b"x")
    clara_in.post(f"/tickets/{ticket.number}/reply/", {"uploads": odd})
    assert "passwd" in words(clara_in.get(f"/tickets/{ticket.number}/"))


def test_a_form_beyond_all_bounds_is_turned_away(clara_in, ticket):
    data = {"text": "x" * (5 * 1024 * 1024)}
    assert clara_in.post(f"/tickets/{ticket.number}/reply/", data).status_code == 400


def test_text_in_place_of_a_file_is_no_fault(clara_in, ticket):
    data = {"text": "Hello", "uploads": "not a file"}
    assert clara_in.post(f"/tickets/{ticket.number}/reply/", data).status_code == 302


@pytest.mark.parametrize("token", ["x", "a" * 300, "none"])
def test_an_odd_draft_is_not_kept(clara_in, db, token):
    assert clara_in.get(f"/report/{token}/checks/").url == "/report/"
    assert clara_in.post("/report/solved/", {"draft": token}).url == "/"
