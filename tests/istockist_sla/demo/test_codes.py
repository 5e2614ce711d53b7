"""Sign-in codes on the terminal."""

import pytest
from django.core.mail import EmailMessage, get_connection

from istockist_sla.demo.codes import CodeWatch


@pytest.fixture
def folder(tmp_path, settings):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def put_letter(text, to="aoife@istockist.example"):
    backend = "django.core.mail.backends.filebased.EmailBackend"
    EmailMessage("Your code", text, to=[to], connection=get_connection(backend)).send()


def test_a_code_that_comes_is_reported_once(folder):
    reported = []
    watch = CodeWatch(folder, reported.append)
    put_letter("Your sign-in code is 482910\n\nEnter it in the page.")
    watch.poll()
    watch.poll()
    assert reported == ["Sign-in code for aoife@istockist.example: 482910"]


def test_a_code_from_before_the_start_is_not_reported(folder):
    put_letter("Your sign-in code is 111111")
    reported = []
    CodeWatch(folder, reported.append).poll()
    assert reported == []


def test_a_letter_that_is_still_being_written_waits(folder):
    reported = []
    watch = CodeWatch(folder, reported.append)
    put_letter("Your sign-in code is 482910")
    (path,) = folder.glob("*.log")
    complete = path.read_bytes()
    path.write_bytes(complete[:-20])
    watch.poll()
    assert reported == []
    path.write_bytes(complete)
    watch.poll()
    assert len(reported) == 1


def test_other_letters_are_not_reported(folder):
    reported = []
    watch = CodeWatch(folder, reported.append)
    put_letter("Ticket 1001 was opened.")
    watch.poll()
    assert reported == []


def test_a_folder_that_is_not_there_yet_is_no_trouble(tmp_path):
    CodeWatch(tmp_path / "none", print).poll()
