"""A form acts once, and what was refused was no act."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import RequestFactory

from istockist_sla.core import submissions
from istockist_sla.core.models import Submission
from istockist_sla.core.refusal import ActionRefused

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)


def request(person, path="/tickets/60001/reply/", once="a-token", **data):
    made = RequestFactory().post(path, {"once": once, "text": "Hello", **data})
    made.user = person
    return made


def is_first(*given, **more):
    return submissions.is_first(request(*given, **more), at=AT)


def test_the_second_click_is_not_the_first(aoife):
    assert [is_first(aoife), is_first(aoife)] == [True, False]


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Hello again"},
        {"path": "/tickets/60002/reply/"},
        {"path": "/tickets/60001/close/"},
        {"once": "another-token"},
    ],
    ids=["content", "subject", "verb", "form"],
)
def test_anything_else_is_an_act_of_its_own(aoife, other):
    is_first(aoife)
    assert is_first(aoife, **other)


def test_other_files_are_another_content(aoife):
    is_first(aoife, uploads=SimpleUploadedFile("one.txt", b"1"))
    assert is_first(aoife, uploads=SimpleUploadedFile("two.txt", b"2"))
    assert not is_first(aoife, uploads=SimpleUploadedFile("two.txt", b"2"))


def test_another_person_has_clicked_on_nothing(aoife, declan):
    is_first(aoife)
    assert is_first(declan)


def test_what_the_form_had_seen_is_no_content(aoife):
    is_first(aoife, seen="1")
    assert not is_first(aoife, seen="2")


def test_a_form_without_a_token_is_a_new_one(aoife):
    assert is_first(aoife, once="")
    assert is_first(aoife, once="")


def test_a_refusal_gives_the_form_back(aoife):
    @transaction.atomic
    def refused():
        assert is_first(aoife)
        raise ActionRefused

    with pytest.raises(ActionRefused):
        refused()
    assert is_first(aoife)


@pytest.mark.parametrize("once", ["x" * 500, "a\x00b", "\u202e", "'"])
def test_odd_tokens_are_tokens(aoife, once):
    assert [is_first(aoife, once=once), is_first(aoife, once=once)] == [True, False]


def test_old_ones_are_forgotten(aoife):
    is_first(aoife)
    submissions.forget(before=AT)
    assert Submission.objects.exists()
    submissions.forget(before=AT + timedelta(seconds=1))
    assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_acts(aoife):
    def click(_):
        try:
            with transaction.atomic():
                return is_first(aoife)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(click, range(2))) == [False, True]
