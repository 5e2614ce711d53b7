"""Letters in the queue: one a key and recipient, and who writes them."""

import pytest
from django.conf import settings as project_settings
from django.utils.module_loading import import_string

from istockist_sla.core import letters
from istockist_sla.core.letters import Address, outbox
from istockist_sla.core.models import Event, Letter
from tests.istockist_sla.core.letters.outgoing import BEN, render, write

pytestmark = pytest.mark.django_db


def test_one_letter_a_key_and_address():
    assert write() == write()
    assert write(to=BEN) != write()


def test_the_case_of_an_address_makes_no_second_letter():
    assert write() == write(to=Address("Clara@Meadow.example", "Clara"))


def test_long_keys_are_told_apart():
    long = "x" * 70 + "@" + "y" * 150 + ".example"
    first, second = write(to=Address(long, "")), write(to=Address("z" + long[1:] + "s", ""))
    assert first != second
    assert max(len(first.key), len(second.key)) <= 200


def test_every_letter_has_a_message_id_of_its_own():
    assert write().message_id != write(key="event:2:open").message_id
    assert write().message_id.endswith("@istockist.com>")


def test_the_cluster_is_woken_once_a_transaction(django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(outbox, "async_task", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        write()
        write(key="event:2:open")
    assert asked == ["istockist_sla.core.tasks.send_letters"]


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_cannot_be_reached_harms_nothing(monkeypatch):
    def unreachable(name):
        raise ConnectionError("no queue")

    monkeypatch.setattr(outbox, "async_task", unreachable)
    assert write().state == Letter.State.QUEUED


def test_each_kind_of_subject_has_the_renderer_of_its_app(settings):
    settings.LETTER_RENDERERS = {"ticket": f"{render.__module__}.render"}
    letter = write()
    assert letters.render(letter) == render(letter)


def test_a_letter_about_a_subject_that_nobody_writes_about_is_an_error():
    with pytest.raises(KeyError):
        letters.render(write(kind=Event.Kind.CLIENT))


@pytest.mark.parametrize("path", project_settings.LETTER_RENDERERS.values())
def test_every_renderer_of_the_settings_exists(path):
    assert callable(import_string(path))
