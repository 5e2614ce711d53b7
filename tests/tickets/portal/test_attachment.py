"""A file of a ticket."""

import pytest

from tests.tickets.portal.conftest import NOW
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Attachment

PAGE = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.fixture
def attachment(ticket, clara):
    files = [Upload('évil".html', PAGE)]
    lifecycle.write(ticket.pk, text="See.", by=clara.user, at=NOW, files=files)
    return Attachment.objects.get()


@pytest.fixture
def response(clara_in, attachment):
    return clara_in.get(f"/attachments/{attachment.pk}/")


def test_its_content_comes_unchanged(response):
    assert b"".join(response.streaming_content) == PAGE


def test_it_is_saved_and_not_shown(response):
    assert response["Content-Disposition"].startswith("attachment;")


def test_no_browser_guesses_its_type(response):
    assert response["X-Content-Type-Options"] == "nosniff"


def test_even_opened_it_may_do_nothing(response):
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_that_is_gone_is_not_there(clara_in, attachment):
    attachment.file.storage.delete(attachment.file.name)
    assert clara_in.get(f"/attachments/{attachment.pk}/").status_code == 404


def test_the_ticket_links_to_it(page_of, ticket, attachment):
    assert f'href="/attachments/{attachment.pk}/"' in page_of(ticket)
