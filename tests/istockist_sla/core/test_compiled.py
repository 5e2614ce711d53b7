"""A query that is put together once answers like one that is put together anew."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import JSONField, Value
from django.db.models.sql.compiler import SQLCompiler

from istockist_sla.core.compiled import ANY_INSTANT, ANY_TEXT, Compiled, any_ids
from istockist_sla.core.models import Event
from tests.conftest import OPENED

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def events_of(*ids):
    rows = Event.objects.filter(subject_kind=Event.Kind.CLIENT, subject_id__in=ids)
    return rows.order_by("id").values_list(Value("event"), "subject_id", "at", "data")


def since(verb, at):
    return (
        Event.objects.filter(verb=verb, at__gte=at).order_by("id").values_list("subject_id", "at")
    )


@pytest.fixture(autouse=True)
def events():
    for n in range(3):
        Event.objects.append(
            kind=Event.Kind.CLIENT,
            subject_id=n,
            verb="rename" if n else "create",
            by=None,
            side=Event.Side.SYSTEM,
            at=OPENED + n * HOUR,
            data={"n": [n, None]},
        )


@pytest.mark.parametrize("ids", [(0, 1), (2, 0), (1, 1), (7, 8), (2**62, -1)])
def test_the_rows_are_those_of_the_queryset(ids):
    assert Compiled(events_of, *any_ids(2)).rows(*ids) == list(events_of(*ids))


@pytest.mark.parametrize("verb", ["rename", "create", "it's %s", ""])
@pytest.mark.parametrize("hours", [0, 1, 2, 3])
def test_texts_and_instants_are_given_as_django_gives_them(verb, hours):
    at = OPENED + hours * HOUR
    assert Compiled(since, ANY_TEXT, ANY_INSTANT).rows(verb, at) == list(since(verb, at))


def test_what_is_the_same_each_time_is_given_as_django_gives_it():
    def build(*ids):
        found = Event.objects.filter(subject_id__in=ids).exclude(verb="100 % it's\\")
        texts = (Value(text) for text in ("it's %s", "50 %%", "\\", ""))
        return found.order_by("id").values_list(*texts, Value(None, JSONField()), Value(7), "verb")

    assert Compiled(build, *any_ids(2)).rows(0, 1) == list(build(0, 1))


def test_the_sql_is_put_together_once(monkeypatch):
    compiled, made = Compiled(events_of, *any_ids(1)), []
    as_sql = SQLCompiler.as_sql

    def counted(self, *args, **options):
        made.append(self)
        return as_sql(self, *args, **options)

    monkeypatch.setattr(SQLCompiler, "as_sql", counted)
    assert [compiled.rows(n)[0][1] for n in range(3)] == [0, 1, 2]
    assert len(made) == 1


def test_it_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        Compiled(events_of, *any_ids(1)).rows(1)


def test_no_row_has_an_id_that_stands_for_another():
    assert len(set(any_ids(500))) == 500
    assert max(any_ids(500)) < 0
    assert connection.ops.integer_field_range("BigAutoField")[0] <= min(any_ids(1))


@pytest.mark.postgres
def test_the_server_keeps_its_plan(events):
    compiled = Compiled(events_of, *any_ids(2))
    for ids in [(0, 1), (1, 2), (2, 0)]:
        assert compiled.rows(*ids) == list(events_of(*ids))
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [text for (text,) in cursor.fetchall() if "core_event" in text]
    assert len(kept) == 1


def test_a_statement_that_is_logged_has_its_text(events, django_assert_num_queries):
    with django_assert_num_queries(1) as statements:
        Compiled(events_of, *any_ids(2)).rows(0, 1)
    assert "core_event" in statements[0]["sql"]
