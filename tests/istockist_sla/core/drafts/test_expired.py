"""A text whose author has been signed out while writing comes back, to that person alone."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import FormDraft
from tests.istockist_sla.core.drafts.conftest import TEXT
from tickets import lifecycle
from tickets.models import Message

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def reply(client, ticket, written):
    """Sends the form, signed in or not."""

    def sent(**more):
        return client.post(f"/tickets/{ticket.number}/reply/", {**written, **more})

    return sent


def test_the_way_leads_through_the_sign_in_back_to_the_form(reply, answer):
    assert reply().url == f"/sign-in/?{urlencode({'next': answer}, safe='/')}"


def test_the_sign_in_says_that_the_text_is_kept(client, reply):
    assert "Your text is kept: sign in." in client.get(reply().url).text


def test_nothing_is_sent_by_itself(client, clara, reply):
    reply()
    client.force_login(clara.user, BACKEND)
    assert not Message.objects.filter(text=TEXT).exists()


def test_the_page_shows_the_text_in_its_form(client, clara, ticket, reply):
    reply()
    client.force_login(clara.user, BACKEND)
    page = client.get(f"/tickets/{ticket.number}/").text
    assert f"{TEXT}</textarea>" in page
    assert "not sent." in page


def test_files_are_named_and_chosen_again(client, clara, ticket, reply):
    reply(uploads=[SimpleUploadedFile("list.txt", b"88214"), SimpleUploadedFile("b.png", b"x")])
    client.force_login(clara.user, BACKEND)
    page = client.get(f"/tickets/{ticket.number}/").text
    assert "Choose your files again: list.txt, b.png." in page


def test_once_sent_it_is_no_draft_any_more(client, clara, ticket, reply):
    reply()
    client.force_login(clara.user, BACKEND)
    reply(once="a-token")
    assert Message.objects.filter(text=TEXT).exists()
    assert not FormDraft.objects.exists()


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(client, charlie, reply, ticket):
    reply()
    client.force_login(charlie.user, BACKEND)
    assert client.get(f"/tickets/{ticket.number}/").status_code == 404
    assert TEXT not in client.get("/").text


def test_a_colleague_at_the_same_form_sees_nothing_of_it(client, aoife, declan, ticket):
    page = f"/desk/tickets/ticket/{ticket.pk}/change/"
    author = keeping.sign(aoife, f"{page}#composer")
    client.post(
        f"/desk/tickets/ticket/{ticket.pk}/steps/note/",
        {"author": author, "text": TEXT, "mode": "note"},
    )
    client.force_login(declan, BACKEND)
    assert TEXT not in client.get(page).text
    client.force_login(aoife, BACKEND)
    assert f"{TEXT}</textarea>" in client.get(page).text


def test_a_note_comes_back_as_a_note(client, aoife, ticket):
    page = f"/desk/tickets/ticket/{ticket.pk}/change/"
    author = keeping.sign(aoife, f"{page}#composer")
    client.post(
        f"/desk/tickets/ticket/{ticket.pk}/steps/note/",
        {"author": author, "text": TEXT, "mode": "note"},
    )
    client.force_login(aoife, BACKEND)
    assert client.get(page).context["mode"].code == "note"


def test_a_form_of_the_desk_comes_back_with_all_its_fields(client, aoife, ticket):
    page = f"/desk/tickets/ticket/{ticket.pk}/steps/close/"
    sent = client.post(
        page,
        {"author": keeping.sign(aoife, f"{page}#form"), "reason": "spam", "text": TEXT},
    )
    assert sent.url.startswith("/sign-in/?next=")
    client.force_login(aoife, BACKEND)
    answer = client.get(page)
    assert f"{TEXT}</textarea>" in answer.text
    assert answer.context["form"]["reason"].value() == "spam"
    assert not answer.context["form"].errors


def test_a_step_that_is_over_shows_the_text_all_the_same(client, aoife, clara, ticket):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=ticket.opened_at)
    page = f"/desk/tickets/ticket/{ticket.pk}/steps/reply/"
    client.post(page, {"author": keeping.sign(aoife, f"{page}#form"), "text": TEXT})
    client.force_login(aoife, BACKEND)
    answer = client.get(page)
    assert f"{TEXT}</textarea>" in answer.text
    assert "This step is not possible now." in answer.text


def test_a_step_of_a_report_comes_back(client, clara, reply):
    author = keeping.sign(clara.user, "/report/#step")
    sent = client.post("/report/", {"author": author, "subject": "Labels", "text": TEXT})
    assert sent.status_code == 302
    client.force_login(clara.user, BACKEND)
    page = client.get("/report/").text
    assert 'value="Labels"' in page
    assert f"{TEXT}</textarea>" in page


def test_who_signs_in_meanwhile_does_not_send_anothers_text(client, charlie, clara, reply):
    client.force_login(charlie.user, BACKEND)
    assert reply().url == "/"
    assert "somebody else’s" in client.get("/").text
    assert not Message.objects.filter(text=TEXT).exists()
    assert FormDraft.objects.get().person == clara.user


@pytest.mark.parametrize("author", ["", "forged", "WzEsIi8iXQ:1x:abc", "x" * 5000, "a\x00b"])
def test_what_nobody_of_us_was_given_is_not_kept(client, ticket, author):
    sent = client.post(f"/tickets/{ticket.number}/reply/", {"author": author, "text": TEXT})
    assert sent.url == f"/sign-in/?next=/tickets/{ticket.number}/"
    assert not FormDraft.objects.exists()


def test_nothing_is_kept_of_somebody_who_may_not_sign_in(clara, reply):
    clara.user.is_active = False
    clara.user.save()
    reply()
    assert not FormDraft.objects.exists()


def test_an_empty_form_leaves_no_draft(reply):
    reply(text=" ")
    assert not FormDraft.objects.exists()


def test_a_huge_text_is_kept_up_to_the_bound(reply):
    reply(text="x" * (keeping.MOST_CHARS + 1))
    assert len(FormDraft.objects.get().text) == keeping.MOST_CHARS


def test_no_person_has_more_drafts_than_the_bound(client, clara, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_DRAFTS", 3)
    for number in range(5):
        author = keeping.sign(clara.user, f"/report/{number}/#step")
        client.post("/report/", {"author": author, "text": f"Text {number}"})
    kept = FormDraft.objects.order_by("pk")
    assert [draft.text for draft in kept] == ["Text 2", "Text 3", "Text 4"]


def test_odd_signs_are_kept_without_what_no_database_takes(client, ticket, written):
    form = f"author={written['author']}&text=a%00b%ed%a0%80%e2%80%ae&%00=x"
    client.post(f"/tickets/{ticket.number}/reply/", form, "application/x-www-form-urlencoded")
    assert FormDraft.objects.get().text == "ab\ufffd\ufffd\ufffd\u202e"


# A token that no longer holds: the sign-in in another tab has changed it.


@pytest.fixture
def strict(clara, ticket, written):
    """Sends the form with a wrong token, from a browser that checks it."""
    browser = Client(enforce_csrf_checks=True)

    def sent(person=None):
        if person is not None:
            browser.force_login(person, BACKEND)
        return browser.post(f"/tickets/{ticket.number}/reply/", written)

    return sent


def test_a_page_that_was_open_too_long_shows_the_text_and_the_way_on(strict, clara, answer):
    page = strict(clara.user)
    assert page.status_code == 403
    assert f"{TEXT}</textarea>" in page.text
    assert f'href="{answer}"' in page.text
    assert FormDraft.objects.get().text == TEXT


def test_so_does_it_for_who_was_signed_out(strict):
    assert f"{TEXT}</textarea>" in strict().text
    assert FormDraft.objects.get().text == TEXT


def test_somebody_else_reads_nothing_of_it(strict, charlie, clara):
    assert TEXT not in strict(charlie.user).text
    assert FormDraft.objects.get().person == clara.user


def test_a_page_elsewhere_cannot_plant_a_text(ticket):
    browser = Client(enforce_csrf_checks=True)
    page = browser.post(f"/tickets/{ticket.number}/reply/", {"text": TEXT})
    assert TEXT not in page.text
    assert not FormDraft.objects.exists()


def test_a_fault_of_ours_keeps_the_text_too(client, clara, reply, monkeypatch):
    def broken(*args, **options):
        raise ZeroDivisionError

    client.force_login(clara.user, BACKEND)
    client.raise_request_exception = False
    monkeypatch.setattr(lifecycle, "write", broken)
    assert reply().status_code == 500
    assert FormDraft.objects.get().text == TEXT


def test_who_may_not_any_more_keeps_the_text(client, clara, charlie, ticket):
    """Of a ticket that is another client's the draft is kept for whoever was given its form."""
    form = f"/tickets/{ticket.number}/#answer"
    client.force_login(charlie.user, BACKEND)
    given = {"author": keeping.sign(charlie.user, form), "text": TEXT}
    assert client.post(f"/tickets/{ticket.number}/reply/", given).status_code == 404
    assert FormDraft.objects.get().person == charlie.user
