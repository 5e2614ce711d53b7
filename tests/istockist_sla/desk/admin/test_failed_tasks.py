"""Background tasks that failed, in the desk: read by administrators, changed by nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django_q.models import Failure, Success

from tests.conftest import OPENED

pytestmark = pytest.mark.django_db
LIST = reverse("admin:django_q_failure_changelist")
RESULT = 'no route : Traceback (most recent call last):\n  File "tasks.py"\nOSError: no route\n'


@pytest.fixture
def failure():
    return Failure.objects.create(
        id="f" * 32,
        name="send-letters",
        func="istockist_sla.core.tasks.send_letters",
        args=(7,),
        kwargs={"limit": "<b>"},
        result=RESULT,
        started=OPENED,
        stopped=OPENED + timedelta(seconds=4),
        success=False,
        attempt_count=3,
    )


@pytest.fixture
def administrator(client, sys):
    client.force_login(sys)
    return client


def page(failure, name="change"):
    return reverse(f"admin:django_q_failure_{name}", args=[failure.pk])


def test_the_list_names_the_function_and_the_error(administrator, failure):
    text = administrator.get(LIST).text
    assert "istockist_sla.core.tasks.send_letters" in text
    assert "no route</td>" in text


def test_the_page_shows_the_whole_traceback(administrator, failure):
    answer = administrator.get(page(failure))
    assert "OSError: no route" in answer.text
    assert ("Arguments", "(7,)") in answer.context["details"]


def test_arguments_are_escaped(administrator, failure):
    assert "&lt;b&gt;" in administrator.get(page(failure)).text


def test_a_failure_without_a_result_is_shown(administrator, failure):
    Failure.objects.update(result=None, args=None, kwargs=None)
    assert administrator.get(LIST).status_code == 200
    assert administrator.get(page(failure)).status_code == 200


def test_what_cannot_be_unpickled_is_shown(administrator, failure):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_q_task SET args = 'junk', result = 'junk'")
    assert administrator.get(page(failure)).status_code == 200


def test_tasks_that_succeeded_are_not_listed(administrator, failure):
    Success.objects.create(
        id="s" * 32, name="fine", func="x.y", started=OPENED, stopped=OPENED, success=True
    )
    assert len(administrator.get(LIST).context["cl"].result_list) == 1
    assert administrator.get(page(Failure(pk="s" * 32))).status_code == 404


def test_the_first_page_links_to_it(administrator):
    text = administrator.get("/desk/").text
    assert LIST in text
    assert "Failed tasks" in text


@pytest.mark.parametrize("person", ["aoife", "ruairi", "niamh"])
def test_nobody_else_reads_it(client, request, failure, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(LIST).status_code == 403
    assert client.get(page(failure)).status_code == 403
    assert LIST not in client.get("/desk/").text


@pytest.mark.parametrize("key", ["x", "0" * 32, "%00", "e" * 400])
def test_an_unknown_one_is_not_found(administrator, key):
    assert administrator.get(f"{LIST}{key}/change/").status_code == 404


def test_none_is_added_or_deleted(administrator, failure):
    assert administrator.get(f"{LIST}add/").status_code == 403
    assert administrator.post(f"{LIST}add/", {"name": "x"}).status_code == 403
    assert administrator.post(page(failure, "delete"), {"post": "yes"}).status_code == 403
    assert Failure.objects.count() == 1


def test_none_is_changed(administrator, failure):
    assert administrator.post(page(failure), {"name": "other"}).status_code == 405
    assert Failure.objects.get().name == "send-letters"


def test_the_list_has_no_actions(administrator, failure):
    data = {"action": "delete_selected", "_selected_action": [failure.pk]}
    administrator.post(LIST, data)
    assert Failure.objects.exists()


@pytest.mark.parametrize("name", ["task", "success", "schedule", "ormq"])
def test_the_library_puts_nothing_else_into_the_desk(administrator, name):
    assert administrator.get(f"/desk/django_q/{name}/").status_code == 404
