"""No request breaks anything by its headers, its cookies or the shape of its body."""

import json

import pytest

from tests.fuzz.sending import Sent

pytestmark = pytest.mark.django_db
PATHS = (
    *("/", "/report/", "/tickets/1001/reply/", "/desk/tickets/ticket/", "/sign-in/", "/status/"),
    *("/desk/tickets/ticket/add/", "/desk/clock/", "/sign-in/code/", "/healthz", "/nowhere"),
)
CODECS = ("hex", "rot13", "idna", "utf-7", "utf-16", "unicode_escape", "latin-1", "nothing", "")
CONTENT_TYPES = (
    *(f"application/x-www-form-urlencoded; charset={codec}" for codec in CODECS),
    *(f"multipart/form-data; boundary=x; charset={codec}" for codec in CODECS),
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é"),
    *("multipart/mixed; boundary=x", "application/json", "text/plain; a*=nothing'x'y", ";;;", "\0"),
    *("text/plain; a*0*=x", "text/plain; charset*=hex''x", "a/b; charset=" + "x" * 5000),
)
BODIES = (
    b"",
    b"\0\xff",
    b"text=%00%ED%A0%80&text=&=&&&",
    json.dumps({"text": [1, None]}).encode(),
    b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\xfe\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data; name=\"uploads\"; filename*=nothing''a\r\n\r\na\r\n"
    b"--x--",
    b'--x\r\nContent-Disposition: form-data; name="text"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
    b"--x\r\n\r\n\r\n--x",
    b"&".join(b"a%d=1" % n for n in range(1200)),
)
HEADERS = (
    {"Host": "a b"},
    {"Host": "evil.example"},
    {"Host": "[::1"},
    {"Accept-Language": "\xff;q=x,,;q=1e400"},
    {"Referer": "http://[", "Origin": "null"},
    {"Origin": "http://["},
    {"If-Modified-Since": "yesterday", "If-None-Match": 'W/"'},
    {"Range": "bytes=9-1"},
    {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Target": "%ff"},
    {"HX-Request": "maybe", "HX-Prompt": "\xed\xa0\x80", "HX-Prompt-URI-AutoEncoded": "true"},
    {"X-Forwarded-Proto": "gopher", "X-Forwarded-For": "\0, 999.1"},
    {"Content-Length": "x"},
    {"X-Requested-With": "XMLHttpRequest", "Accept": "*/*;q=x"},
)
COOKIES = (
    'sessionid="abcdefgh\\000"',
    "sessionid=" + "x" * 4000,
    "sessionid=\xed\xa0\x80",
    'csrftoken="a\\000b"',
    "csrftoken=" + "x" * 64,
    'messages="\\000"; sessionid=1',
    "messages=W1td:1:x",
    "messages=.eJw:1u:x",
    "=;;; a=b=c; \xff",
)
NEXT = (
    "http://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\r\nX: y",
    "javascript:x",
    "%0",
)


def test_no_body_breaks_a_page(world, browsers, chosen):
    cases = [
        Sent(
            path=path,
            who=who,
            method=method,
            data=body,
            content_type=content_type,
            query="q=1&text=2",
            about=f"{content_type[:60]} {body[:40]!r}",
        )
        for path in PATHS
        for who in ("everything", "client", "anonymous")
        for content_type in CONTENT_TYPES
        for method, body in [("PUT", b"x"), *(("POST", body) for body in BODIES)]
    ]
    assert browsers.failures(chosen(cases, 120)) == []


def test_no_header_breaks_a_page(world, browsers, chosen):
    cases = [
        Sent(path=path, who=who, method=method, headers=headers, about=str(headers))
        for path in PATHS
        for who in ("everything", "client", "anonymous")
        for method in ("GET", "POST")
        for headers in HEADERS
    ]
    assert browsers.failures(chosen(cases, 60)) == []


def test_no_cookie_breaks_a_page(world, browsers, chosen):
    """Of somebody who is signed in no more, for the odd cookies stand in place of theirs."""
    cases = [
        Sent(
            path=path, method=method, who="anonymous", environ={"HTTP_COOKIE": cookie}, about=cookie
        )
        for path in PATHS
        for method in ("GET", "POST")
        for cookie in COOKIES
    ]
    assert browsers.failures(chosen(cases, 50)) == []


def test_no_address_to_come_back_to_leads_away(world, browsers):
    for value in NEXT:
        for path in ("/desk/login/", "/sign-in/", "/sign-out/"):
            for who in ("anonymous", "client", "everything"):
                for method in ("GET", "POST"):
                    sent = Sent(path=path, who=who, method=method, query=f"next={value}")
                    answer = browsers.send(sent)
                    assert answer.status_code < 500
                    assert not answer.get("Location", "/").startswith(("http", "//", "/\\", "java"))
