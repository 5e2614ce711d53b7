"""Mail by pipe and from files."""

import io
import os
import pty
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from tests.tickets.mailroom.test_intake import eml
from tickets.management.commands import receive_mail
from tickets.models import InboundMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def pipe(monkeypatch):
    def give(raw: bytes, *paths, is_terminal: bool = False):
        stdin = SimpleNamespace(buffer=io.BytesIO(raw), isatty=lambda: is_terminal)
        monkeypatch.setattr(receive_mail.sys, "stdin", stdin)
        out, err = io.StringIO(), io.StringIO()
        call_command("receive_mail", *paths, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return give


def test_a_piped_mail_is_received(pipe, clara):
    assert pipe(eml())[0].startswith("In a ticket, ticket ")


def test_on_a_terminal_it_says_what_it_waits_for(pipe, clara):
    assert "Waiting for a mail" in pipe(eml(), is_terminal=True)[1]


def test_in_a_pipe_it_says_nothing_of_it(pipe, clara):
    assert pipe(eml())[1] == ""


@pytest.mark.parametrize("raw", [b"", b"\n", b" \r\n\t\r\n"])
def test_an_empty_input_is_an_error(pipe, raw):
    with pytest.raises(CommandError, match="the input is empty") as raised:
        pipe(raw)
    assert raised.value.returncode == receive_mail.NO_INPUT
    assert not InboundMail.objects.exists()


def test_an_empty_file_is_told_and_keeps_no_other_from_coming_in(clara, tmp_path):
    (tmp_path / "a.eml").write_bytes(b"")
    (tmp_path / "b.eml").write_bytes(eml())
    with pytest.raises(CommandError, match=r"a\.eml"):
        call_command("receive_mail", tmp_path, stdout=io.StringIO())
    assert InboundMail.objects.count() == 1


def test_of_a_piped_mail_beyond_the_limit_the_size_is_known(pipe, clara, settings):
    settings.MAIL_MAX_BYTES = settings.MAIL_KEEP_BYTES = 1000
    pipe(eml(text="x" * 3_000_000))
    mail = InboundMail.objects.get()
    assert len(mail.raw) == 1000
    assert mail.full_size > 3_000_000


def test_a_real_terminal_is_seen(tmp_path):
    """Ctrl-D at once: the word, then the error."""
    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "DJANGO_SETTINGS_MODULE": "istockist_sla.settings",
    }
    code = (
        "import django; django.setup();"
        "from tickets.management.commands.receive_mail import Command;"
        "Command()._piped()"
    )
    os.write(ours, b"\x04")
    ended = subprocess.run(
        [sys.executable, "-c", code],
        stdin=theirs, env=environment, cwd=project.BASE_DIR, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert "Waiting for a mail" in ended.stderr
    assert "There is no mail" in ended.stderr
