"""Forms beyond the limits come back with their text and say why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client

from istockist_sla.core.drafts import keeping
from tests.istockist_sla.core.drafts.conftest import TEXT
from tickets.models import Message

URLENCODED = "application/x-www-form-urlencoded"
MANY = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(101)]


def fields(count):
    return {f"field-{number}": "x" for number in range(count)}


@pytest.fixture
def reply(client, ticket, written):
    def sent(**more):
        for file in MANY:
            file.seek(0)
        return client.post(f"/tickets/{ticket.number}/reply/", {**written, **more}, follow=True)

    return sent


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"uploads": MANY}, "At most 10 files at a time"),
        (fields(1100), "more fields than it was shown with"),
        ({"more": "x" * 5_000_000}, "A form may hold 4.0\u00a0MB of text"),
    ],
    ids=["files", "fields", "text"],
)
def test_the_form_is_shown_again_with_its_text(clara_in, reply, more, why):
    page = reply(**more)
    assert page.status_code == 200
    assert why in page.text
    assert "Your text is kept." in page.text
    assert f"{TEXT}</textarea>" in page.text
    assert not Message.objects.filter(text=TEXT).exists()


def test_without_files_too(clara_in, ticket, written):
    data = QueryDict(mutable=True)
    data.update({**written, "text": TEXT + "x" * 5_000_000})
    page = clara_in.post(
        f"/tickets/{ticket.number}/reply/", data.urlencode(), URLENCODED, follow=True
    )
    assert "A form may hold" in page.text
    assert TEXT in page.text


def test_too_many_fields_without_files_too(clara_in, ticket, written):
    data = QueryDict(mutable=True)
    data.update({**written, **fields(1100)})
    page = clara_in.post(
        f"/tickets/{ticket.number}/reply/", data.urlencode(), URLENCODED, follow=True
    )
    assert f"{TEXT}</textarea>" in page.text


def test_who_was_signed_out_meanwhile_signs_in_first(reply):
    page = reply(uploads=MANY)
    assert page.redirect_chain[0][0].startswith("/sign-in/")
    assert "At most 10 files at a time" in page.text


def test_a_form_of_the_desk_too(client, aoife, ticket):
    client.force_login(aoife)
    page = f"/desk/tickets/ticket/{ticket.pk}/steps/reply/"
    sent = {"author": keeping.sign(aoife, f"{page}#form"), "text": TEXT, **fields(1100)}
    answer = client.post(page, sent, follow=True)
    assert f"{TEXT}</textarea>" in answer.text
    assert "more fields than" in answer.text


def test_the_last_step_of_a_report_keeps_the_report(clara_in, clara):
    begun = clara_in.post("/report/", {"subject": "Labels", "text": TEXT}).url
    review = begun.replace("checks", "review")
    for file in MANY:
        file.seek(0)
    author = keeping.sign(clara.user, f"{review}#step")
    page = clara_in.post(review, {"author": author, "uploads": MANY}, follow=True)
    assert "At most 10 files at a time" in page.text
    assert TEXT in page.text


def test_the_sign_in_is_shown_again(client, db):
    page = client.post("/sign-in/", {"email": "a@b.example", **fields(1100)}, follow=True)
    assert page.status_code == 200
    assert "more fields than it was shown with" in page.text


def test_a_form_of_nobody_is_turned_away_in_words(clara_in, ticket):
    page = clara_in.post(f"/tickets/{ticket.number}/priority/", fields(1100))
    assert page.status_code == 400
    assert "more fields than it was shown with" in page.text


def test_the_token_of_the_form_is_checked_all_the_same(clara, written, ticket):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clara.user)
    page = browser.post(f"/tickets/{ticket.number}/reply/", {**written, **fields(1100)})
    assert page.status_code == 403
    assert f"{TEXT}</textarea>" in page.text


class BrokenOff:
    def read(self, *_):
        raise OSError("connection lost")

    readline = read


@pytest.mark.parametrize("kind", [URLENCODED, "multipart/form-data; boundary=x"])
def test_an_upload_that_breaks_off_is_no_fault_of_ours(clara, ticket, kind):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clara.user)
    lost = {"wsgi.input": BrokenOff(), "CONTENT_LENGTH": 100, "CONTENT_TYPE": kind}
    assert browser.post(f"/tickets/{ticket.number}/reply/", **lost).status_code == 403
