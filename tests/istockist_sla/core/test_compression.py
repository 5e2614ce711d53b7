"""Texts are sent compressed, files are not."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse

from istockist_sla.core.compression import TextCompressionMiddleware

LONG = "An outage of the ordering. " * 100


@pytest.fixture
def answered(rf):
    def answer(response, **headers):
        request = rf.get("/", headers={"accept-encoding": "gzip, br", **headers})
        return TextCompressionMiddleware(lambda request: response)(request)

    return answer


@pytest.mark.parametrize(
    "response",
    [HttpResponse(LONG), JsonResponse({"text": LONG}), HttpResponse(LONG, "text/csv")],
    ids=["page", "json", "table"],
)
def test_a_text_is_compressed_and_its_length_told(answered, response):
    response = answered(response)
    assert (response["Content-Encoding"], response["Vary"]) == ("gzip", "Accept-Encoding")
    assert LONG.encode() in gzip.decompress(response.content)
    assert int(response["Content-Length"]) == len(response.content) < len(LONG)


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(LONG, "application/octet-stream"),
        HttpResponse(LONG, "image/png"),
        FileResponse([LONG.encode()], content_type="application/octet-stream"),
        StreamingHttpResponse([LONG.encode()]),
    ],
    ids=["mail", "picture", "file", "stream"],
)
def test_a_file_is_sent_as_it_is(answered, response):
    assert not answered(response).has_header("Content-Encoding")


def test_who_cannot_unpack_it_gets_it_plain_and_caches_are_told(answered):
    response = answered(HttpResponse(LONG), **{"accept-encoding": "identity"})
    assert (response.content.decode(), response["Vary"]) == (LONG, "Accept-Encoding")


def test_the_same_page_has_another_length_each_time(answered):
    assert len({len(answered(HttpResponse(LONG)).content) for _ in range(20)}) > 1


@pytest.mark.django_db
def test_a_page_of_the_portal_is_compressed_under_its_policy(client):
    response = client.get("/sign-in/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert b"</html>" in gzip.decompress(response.content)


@pytest.mark.django_db
def test_the_token_against_forged_forms_is_another_in_each_page(client):
    name = b'name="csrfmiddlewaretoken" value="'
    pages = [client.get("/sign-in/").content for _ in range(2)]
    first, second = (page.partition(name)[2][:64] for page in pages)
    assert first != second


def test_other_sites_cannot_ask_in_the_name_of_a_person(settings):
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
