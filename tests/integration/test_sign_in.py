"""Signing in through the shipped server and its cluster, whatever the mail server does."""

import re
import subprocess
import time

import httpx
import pytest
from django.core.management import call_command

from istockist_sla.core.models import Letter, SignInRequest
from tests.istockist_sla.server.processes import MANAGE, environment, free_port, until
from tests.smtp_server import smtp_server

pytestmark = [pytest.mark.smtp, pytest.mark.cluster, pytest.mark.django_db(transaction=True)]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
CODE = re.compile(r"Your sign-in code is (\S+)")
# Less than the time that an answer of the mail server is waited for.
AT_ONCE = 5.0


class Visitor:
    """A browser without scripts."""

    def __init__(self, port):
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True)

    def post(self, address, **fields):
        token = TOKEN.search(self.http.get(address).text)[1]
        started = time.monotonic()
        answer = self.http.post(address, data={"csrfmiddlewaretoken": token, **fields}, timeout=30)
        return answer, time.monotonic() - started

    def ask(self, address):
        return self.post("/sign-in/", email=address)

    def seconds_of_health(self):
        started = time.monotonic()
        self.http.get("/healthz")
        return time.monotonic() - started


@pytest.fixture
def server(tmp_path):
    with smtp_server(tmp_path) as started:
        yield started


@pytest.fixture
def visitor(tmp_path, server):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = tmp_path / "run.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*MANAGE, "run", "--port", str(port)],
            env={
                **environment(tmp_path),
                "EMAIL_URL": server.url,
                "PORTAL_URL": address,
                "CLUSTER_WORKERS": "2",
            },
            stdout=output,
            stderr=output,
        )
    try:
        assert until(lambda: "Serving at" in log.read_text()), log.read_text()
        yield Visitor(port)
    finally:
        process.terminate()
        process.wait(40)


def code_sent_to(server, address):
    message = until(lambda: server.accepted_by(address))[-1]
    return CODE.search(message.get_body(("plain",)).get_content())[1]


def test_a_code_that_was_asked_for_arrives_and_opens_the_door(visitor, server, clara):
    visitor.ask(clara.email)
    answer, _ = visitor.post("/sign-in/code/", code=code_sent_to(server, clara.email).lower())
    assert "Clara Whitcombe" in answer.text
    assert Letter.objects.get().text == ""


def test_while_the_mail_server_hangs_the_portal_answers_at_once(visitor, server, clara):
    server.rule({"at": "data", "hold": "drop"})
    for address in (clara.email, "nobody@meadow.example"):
        answer, seconds = visitor.ask(address)
        assert answer.url.path == "/sign-in/code/"
        assert seconds < AT_ONCE
    assert until(lambda: server.held() == {clara.email})
    assert min(visitor.seconds_of_health() for _ in range(20)) < 0.1
    server.rule()
    visitor.ask(clara.email)
    answer, _ = visitor.post("/sign-in/code/", code=code_sent_to(server, clara.email))
    assert "Clara Whitcombe" in answer.text


def test_while_the_mail_server_is_slow_to_answer_the_code_works(visitor, server, clara):
    """It has the letter, and says so only long after the reader has it."""
    server.rule({"at": "data", "hold": "keep"})
    _, seconds = visitor.ask(clara.email)
    assert seconds < AT_ONCE
    code = code_sent_to(server, clara.email)
    assert min(visitor.seconds_of_health() for _ in range(20)) < 0.1
    answer, _ = visitor.post("/sign-in/code/", code=code)
    assert "Clara Whitcombe" in answer.text


def test_while_the_mail_server_is_down_one_asks_again_or_comes_by_a_link(
    visitor, server, clara, capsys
):
    server.stop()
    _, seconds = visitor.ask(clara.email)
    assert seconds < AT_ONCE
    assert until(lambda: Letter.objects.exclude(last_error="").exists())
    call_command("sign_in_link", clara.email)
    path = capsys.readouterr().out.strip().partition("/sign-in/link/")[2]
    other = Visitor(visitor.http.base_url.port)
    assert "Clara Whitcombe" in other.post(f"/sign-in/link/{path}")[0].text
    server.start()
    visitor.post("/sign-in/code/", action="resend")
    answer, _ = visitor.post("/sign-in/code/", code=code_sent_to(server, clara.email))
    assert "Clara Whitcombe" in answer.text
    assert SignInRequest.objects.filter(used_at__isnull=False).count() == 1
