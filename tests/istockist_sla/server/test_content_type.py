"""A Content-Type that Django cannot read is answered all the same."""

import pytest
from django.test import RequestFactory

from istockist_sla.server.content_type import UNREADABLE, readable
from istockist_sla.wsgi import application

FORM = "application/x-www-form-urlencoded"
ODD = [
    "text/plain; a*=nothing'x'y",
    *(
        f"{kind}; charset={codec}"
        for kind in (FORM, "multipart/form-data; boundary=x")
        for codec in ("hex", "rot13", "idna", "utf-7", "utf-16", "unicode_escape")
    ),
]


@pytest.mark.parametrize("content_type", ODD)
def test_what_is_not_utf8_is_no_form(content_type):
    assert readable({"CONTENT_TYPE": content_type}) == {"CONTENT_TYPE": UNREADABLE}


@pytest.mark.parametrize(
    "content_type", ["", FORM, f"{FORM}; charset=UTF8", f"{FORM}; charset=nothing", ";;;"]
)
def test_any_other_is_left_as_it_is(content_type):
    assert readable({"CONTENT_TYPE": content_type}) == {"CONTENT_TYPE": content_type}


@pytest.mark.parametrize("content_type", ODD)
@pytest.mark.parametrize(("method", "status"), [("GET", "302"), ("POST", "403")])
def test_whatever_it_says_is_answered(db, method, status, content_type):
    environ = RequestFactory().generic(method, "/", b"a=%ED", QUERY_STRING="q=1").environ
    said = []
    answer = application(
        {**environ, "CONTENT_TYPE": content_type}, lambda status, headers: said.append(status)
    )
    b"".join(answer)
    assert said[0].startswith(status)
