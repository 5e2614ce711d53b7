"""What the script keeps as a person types, and how a draft is discarded."""

import pytest
from django.urls import reverse

from istockist_sla.core import submissions
from istockist_sla.core.models import FormDraft
from tests.istockist_sla.core.drafts.conftest import TEXT


@pytest.fixture
def keep(client, written):
    def posted(browser=client, **more):
        return browser.post(reverse("keep_draft"), {**written, **more})

    return posted


def test_the_answer_says_when_it_was_kept(clara_in, clara, keep, time_machine):
    time_machine.move_to("2026-03-10T14:46:20+00:00", tick=False)
    assert keep().json() == {"kept": "14:46\u00a0GMT"}
    assert FormDraft.objects.get().text == TEXT


def test_a_later_text_takes_the_place_of_the_earlier(clara_in, keep):
    keep()
    keep(text="Order 88215.")
    assert FormDraft.objects.get().text == "Order 88215."


def test_a_text_that_was_taken_out_leaves_no_draft(clara_in, keep):
    keep()
    assert keep(text="").json() == {"kept": ""}
    assert not FormDraft.objects.exists()


def test_who_was_signed_out_is_told_and_loses_nothing(keep):
    assert keep().status_code == 401
    assert FormDraft.objects.get().text == TEXT


def test_a_form_that_nobody_was_given_is_refused(clara_in, keep):
    assert keep(author="forged").status_code == 400


def test_a_form_that_was_sent_is_not_kept_again(clara_in, keep, ticket, written):
    clara_in.post(f"/tickets/{ticket.number}/reply/", {**written, "once": "a-token"})
    assert keep(once="a-token").status_code == 409
    assert not FormDraft.objects.exists()


def test_a_form_that_is_sent_meanwhile_leaves_no_draft(clara_in, keep, monkeypatch):
    sent = iter([False, True])
    monkeypatch.setattr(submissions, "was_sent", lambda request: next(sent))
    assert keep(once="a-token").status_code == 409
    assert not FormDraft.objects.exists()


def test_a_draft_is_discarded(clara_in, keep, written, ticket):
    keep()
    answer = clara_in.post(reverse("discard_draft"), written)
    assert answer.url == f"/tickets/{ticket.number}/"
    assert not FormDraft.objects.exists()


def test_another_discards_nothing(client, charlie, keep, written):
    keep()
    client.force_login(charlie.user)
    client.post(reverse("discard_draft"), written)
    assert FormDraft.objects.exists()


def test_who_is_signed_out_discards_nothing(client, keep, written, ticket):
    keep()
    answer = client.post(reverse("discard_draft"), written)
    assert answer.url == f"/sign-in/?next=/tickets/{ticket.number}/"
    assert FormDraft.objects.exists()


def test_a_forged_form_discards_nothing(clara_in, written):
    answer = clara_in.post(reverse("discard_draft"), {"author": "forged"})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["keep_draft", "discard_draft"])
def test_they_take_forms_only(clara_in, name):
    assert clara_in.get(reverse(name)).status_code == 405
