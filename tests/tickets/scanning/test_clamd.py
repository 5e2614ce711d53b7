"""What is asked of ClamAV's daemon, and what its answers mean."""

import io
import tempfile
from pathlib import Path

import pytest

from tests.tickets.scanning.daemon import LIMIT, free_port, listening
from tickets.scanning.clamd import CHUNK_BYTES, ScannerUnreachable, Verdict, ask, read_answer


@pytest.fixture
def address():
    """A path for a socket is at most 107 bytes long."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield str(Path(folder) / "clamd.ctl")


def asked(content: bytes, address: str) -> Verdict:
    with listening(address):
        return ask(io.BytesIO(content), address)


def test_what_it_finds_nothing_in_is_clean(address):
    assert asked(b"a price list", address) == Verdict(True, "")


def test_what_it_finds_is_named(address):
    assert asked(b"EICAR", address) == Verdict(True, "Eicar-Test-Signature")


def test_what_is_larger_than_its_limit_is_not_judged(address):
    assert asked(b"x" * (LIMIT * 40), address) == Verdict(False, "INSTREAM size limit exceeded")


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1])
def test_the_content_arrives_whole(address, size):
    content = bytes(n % 251 for n in range(size))
    with listening(address) as judged:
        ask(io.BytesIO(content), address)
        assert judged == [content]


def test_it_may_listen_on_another_machine():
    assert asked(b"EICAR", f"tcp://127.0.0.1:{free_port()}").found == "Eicar-Test-Signature"


@pytest.mark.parametrize("content", [b"HANGS UP", b"TALKS NONSENSE"])
def test_an_answer_that_is_none_judges_nothing(address, content):
    with pytest.raises(ScannerUnreachable):
        asked(content, address)


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "tcp://127.0.0.1:1"])
def test_a_daemon_that_is_down_is_told(address):
    with pytest.raises(ScannerUnreachable):
        ask(io.BytesIO(b"x"), address)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("stream: OK", Verdict(True, "")),
        ("stream: Win.Test.EICAR_HDB-1 FOUND", Verdict(True, "Win.Test.EICAR_HDB-1")),
        ("stream: a: b FOUND", Verdict(True, "a: b")),
        ("stream: Can't allocate memory ERROR", Verdict(False, "Can't allocate memory")),
        ("INSTREAM size limit exceeded. ERROR", Verdict(False, "INSTREAM size limit exceeded")),
    ],
)
def test_its_answers_are_read(answer, verdict):
    assert read_answer(answer) == verdict


@pytest.mark.parametrize("answer", ["", "OK", "stream:", "PONG", "stream: OK FOUNDLING"])
def test_what_is_no_answer_is_never_taken_for_clean(answer):
    with pytest.raises(ScannerUnreachable):
        read_answer(answer)
