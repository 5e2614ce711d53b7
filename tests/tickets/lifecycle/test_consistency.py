"""Stored columns are what events and facts tell, and are mended where they are not."""

from contextlib import suppress
from datetime import timedelta
from io import StringIO
from threading import Event as Signal
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from availability import incidents
from availability.models import Component, Maintenance
from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tests.tickets.lifecycle.test_replay import TRIED_STEPS
from tickets import inputs, lifecycle
from tickets.lifecycle import consistency, documentation
from tickets.models import (
    ClockResult,
    Fault,
    InformationRequest,
    QueueGroup,
    Rating,
    ResultRow,
    Tally,
    Ticket,
    Verb,
)
from tickets.replay import STEPS, WORDS
from tickets.sla.folder import components_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = OPENED + timedelta(days=30)
# Columns in which nothing is cached: they are the folder itself.
FOLDER = {"id", "number", "subject", "checks"}
COLUMNS = [f.attname for f in Ticket._meta.concrete_fields if f.attname not in FOLDER]


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def qualified(ticket, by, at=OPENED + 2 * HOUR):
    return lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=by, at=at, seen=None)


@pytest.fixture
def closed(ticket, aoife, ruairi, clara):
    """A ticket whose events tell of every column."""
    at = iter(OPENED + n * HOUR for n in range(1, 20))
    lifecycle.take(ticket.pk, by=aoife, at=next(at), seen=None)
    fault_id = qualified(ticket, aoife, at=next(at)).fault_id
    lifecycle.hand_over(ticket.pk, team="operations", text="Disks?", by=aoife, at=next(at))
    lifecycle.hear_back(ticket.pk, text="Full.", by=ruairi, at=next(at))
    lifecycle.ask(ticket.pk, text="Which orders?", by=aoife, at=next(at))
    lifecycle.write(ticket.pk, text="All.", by=clara.user, at=next(at))
    lifecycle.downgrade(fault_id, text="Use the import.", by=aoife, at=next(at), seen=None)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=next(at), seen=None)
    lifecycle.write(ticket.pk, text="Thank you.", by=clara.user, at=next(at))
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def waiting(open_ticket, aoife):
    ticket = open_ticket()
    qualified(ticket, aoife)
    lifecycle.ask(ticket.pk, text="Which orders?", by=aoife, at=OPENED + 3 * HOUR)
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def false(closed, open_ticket, charlie, declan):
    """For each column something else than its events tell, within the table's constraints."""
    other = open_ticket()
    unclosed = {"state": "downgraded", "closed_at": None, "close_reason": "", "closed_from": ""}
    with_team = {"team": "operations", "team_since": OPENED}
    duplicate = {"close_reason": "duplicate", "duplicate_of_id": other.pk}
    return {
        **{column: {column: OPENED + 90 * HOUR} for column in COLUMNS if column.endswith("_at")},
        "opened_at": {"opened_at": OPENED - HOUR},
        "state": unclosed,
        "team": with_team,
        "team_since": with_team,
        "duplicate_of_id": duplicate,
        "client_id": {"client_id": charlie.client_id},
        "client_sequence": {"client_sequence": 9},
        "administrator_id": {"administrator_id": charlie.pk},
        "owner_id": {"owner_id": declan.pk},
        "follows_id": {"follows_id": other.pk},
        "fault_id": {"fault_id": Fault.objects.create(title="Another", created_at=OPENED).pk},
        "waiting_since": {"waiting_since": OPENED},
        "channel": {"channel": "mail"},
        "kind": {"kind": "request"},
        "provisional_class": {"provisional_class": "low"},
        "fault_class": {"fault_class": "low"},
        "class_test": {"class_test": "degraded"},
        "closed_from": {"closed_from": "qualified"},
        "close_reason": {"close_reason": "no-answer"},
        "last_word_side": {"last_word_side": "technical"},
        "low_priority": {"low_priority": True},
        "mail_after_closing": {"mail_after_closing": False},
        "perhaps_automatic": {"perhaps_automatic": True},
        "queue_group": {"queue_group": QueueGroup.LIMIT},
    }


def rebuild(*arguments) -> str:
    out = StringIO()
    call_command("rebuild", *arguments, stdout=out)
    return out.getvalue()


def differing(*arguments) -> str:
    """What a rebuild that finds differences says before it fails."""
    out = StringIO()
    with pytest.raises(CommandError, match="differed"):
        call_command("rebuild", *arguments, stdout=out)
    return out.getvalue()


def row(ticket) -> dict:
    return Ticket.objects.filter(pk=ticket.pk).values().get()


def test_a_healthy_database_has_nothing_to_report(closed, waiting, ticket):
    assert rebuild() == "2 tickets are as their events and facts tell.\n"


def test_a_tampered_count_of_a_day_is_found_and_mended(closed):
    Tally.objects.of(Tally.Of.CLOSED).update(n=7)
    assert "Counts by the day: 1 were not" in differing()
    assert rebuild() == "1 tickets are as their events and facts tell.\n"


def test_a_dry_run_leaves_a_tampered_count_as_it_is(closed):
    Tally.objects.of(Tally.Of.CLOSED).update(n=7)
    differing("--dry-run")
    assert Tally.objects.differing() == 1


@pytest.mark.parametrize("column", COLUMNS)
def test_a_tampered_column_is_found_and_mended(closed, false, column):
    healthy = row(closed)
    assert all(healthy[name] != value for name, value in false[column].items())
    Ticket.objects.filter(pk=closed.pk).update(**false[column])
    said = differing()
    assert {line.split(": ")[0] for line in said.splitlines()} == {
        f"Ticket {closed.number}, {name}" for name in false[column]
    }
    assert row(closed) == healthy


def fix(ticket):
    return ClockResult.objects.filter(ticket=ticket, clock="fix", closing=0)


def results(ticket) -> list[ResultRow]:
    return [result.row for result in Ticket.objects.get(pk=ticket.pk).results]


FALSE = {
    "client_id": lambda other: other.client_id,
    "opened_at": lambda other: OPENED + 90 * HOUR,
    "fault_class": lambda other: "low",
    "verdict": lambda other: "excluded",
    "reason": lambda other: "spam",
    "limit": lambda other: 12345,
    "elapsed": lambda other: 12345,
    "due_at": lambda other: OPENED + 90 * HOUR,
    "stopped_at": lambda other: None,
    "about_orders": lambda other: False,
}


@pytest.mark.parametrize("clock", ["response", "fix"])
@pytest.mark.parametrize("column", FALSE)
def test_a_tampered_result_is_found_and_mended(closed, charlie, clock, column):
    healthy = results(closed)
    rows = ClockResult.objects.filter(ticket=closed, clock=clock)
    assert rows.update(**{column: FALSE[column](charlie)}) == 1
    (said,) = differing().splitlines()
    assert said.startswith(f"Ticket {closed.number}, {clock}_{column}: ")
    assert results(closed) == healthy


def test_a_missing_result_is_found_and_stored(closed):
    healthy = results(closed)
    fix(closed).delete()
    assert differing() == f"Ticket {closed.number}, fix: stored nothing, recomputed missed\n"
    assert set(results(closed)) == set(healthy)


def test_a_result_too_many_is_found_and_deleted(closed):
    healthy = results(closed)
    ClockResult.objects.upsert([fix(closed).get().row._replace(closing=1)])
    assert differing() == f"Ticket {closed.number}, fix_1: stored missed, recomputed nothing\n"
    assert results(closed) == healthy


def test_the_fix_of_a_closing_that_was_undone_is_compared_too(closed, aoife):
    lifecycle.reopen(closed.pk, by=aoife, at=closed.closed_at + HOUR, seen=None)
    ClockResult.objects.filter(ticket=closed, closing=1).update(verdict="met")
    assert "fix_1_verdict: stored met, recomputed missed" in differing()
    assert rebuild()


@pytest.mark.parametrize("codes", [(), ("api", "reports")])
def test_other_components_than_those_qualified_are_found_and_mended(ticket, aoife, codes):
    api = Component.objects.filter(code="api")
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", components=api, by=aoife, at=OPENED, seen=None
    )
    ticket.components.set(Component.objects.filter(code__in=codes))
    assert f"components: stored {', '.join(codes) or 'nothing'}, recomputed api" in differing()
    assert list(ticket.components.all()) == list(api)


@pytest.mark.parametrize("codes", [(), ("reports",)])
def test_qualified_anew_it_has_the_components_of_the_last_qualification(
    ticket, aoife, niamh, codes
):
    """Also none, which means all (K11)."""
    api, others = Component.objects.filter(code="api"), Component.objects.filter(code__in=codes)
    given = {"by": aoife, "at": OPENED, "seen": None}
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", components=api, **given)
    finding = lifecycle.propose(
        ticket.pk, kind="rectification", to_kind="request", evidence="A question.", by=aoife,
        at=OPENED,
    )  # fmt: skip
    lifecycle.approve(finding.pk, by=niamh, at=OPENED)
    lifecycle.qualify(ticket.pk, class_test="degraded", components=others, **given)
    assert list(ticket.components.all()) == list(others)
    (folder,) = inputs.load_folders([ticket]).values()
    assert components_of(folder.events) == set(codes)
    assert rebuild() == "1 tickets are as their events and facts tell.\n"


FALSE_OF_QUESTION = {
    "asked_at": {"asked_at": OPENED},
    "dated_at": {"dated_at": OPENED + 9 * HOUR},
    "failed_at": {"failed_at": OPENED + 9 * HOUR},
    "ended_at": {"ended_at": OPENED + 9 * HOUR},
    "answered": {"answered": True, "ended_at": OPENED + 9 * HOUR},
}


def question_of(ticket) -> dict:
    return InformationRequest.objects.filter(ticket=ticket).values().get()


@pytest.mark.parametrize("column", FALSE_OF_QUESTION)
def test_a_tampered_question_is_found_and_mended(waiting, column):
    healthy = question_of(waiting)
    InformationRequest.objects.update(**FALSE_OF_QUESTION[column])
    assert f"Ticket {waiting.number}, question_{healthy['id']}_{column}: stored" in differing()
    assert question_of(waiting) == healthy


def test_a_missing_question_is_found_and_stored(waiting):
    healthy = question_of(waiting)
    InformationRequest.objects.all().delete()
    assert f"question_{healthy['id']}: stored nothing, recomputed 2026" in differing()
    assert question_of(waiting) == healthy


def test_a_question_that_nobody_asked_is_found_and_deleted(closed, clara):
    message = lifecycle.write(closed.pk, text="Hello?", by=clara.user, at=closed.closed_at + HOUR)
    asked = InformationRequest.objects.create(
        ticket=closed, message=message, asked_at=OPENED, dated_at=OPENED
    )
    assert f"question_{asked.pk}: stored 2026" in differing()
    assert not InformationRequest.objects.filter(pk=asked.pk).exists()


@pytest.fixture
def rated(closed, clara):
    """Rated 4, and then 2."""
    for n, value in enumerate((4, 2)):
        at = closed.closed_at + n * HOUR
        lifecycle.rate(closed.pk, value=value, text="Well.", by=clara.user, at=at)
    return closed


def ratings_of(ticket) -> list[dict]:
    return list(Rating.objects.filter(ticket=ticket).order_by("id").values())


@pytest.mark.parametrize("column", ["client_id", "closed_at", "value", "given_at", "replaced_at"])
def test_a_tampered_rating_is_found_and_mended(rated, charlie, column):
    healthy = ratings_of(rated)
    false = {"client_id": charlie.client_id, "value": 5}.get(column, OPENED)
    if column == "replaced_at":
        false = NOW
    Rating.objects.filter(value=2).update(**{column: false})
    assert f"Ticket {rated.number}, rating_{healthy[1]['id']}_{column}: stored" in differing()
    assert ratings_of(rated) == healthy


def test_of_two_ratings_the_later_stands_again(rated):
    healthy = ratings_of(rated)
    Rating.objects.filter(value=2).update(replaced_at=NOW)
    Rating.objects.filter(value=4).update(replaced_at=None)
    assert f"rating_{healthy[0]['id']}_replaced_at: stored nothing" in differing()
    assert ratings_of(rated) == healthy


def test_a_missing_rating_is_stored_without_its_words(rated):
    healthy = ratings_of(rated)
    Rating.objects.filter(value=2).delete()
    assert f"rating_{healthy[1]['id']}: stored nothing, recomputed 2026" in differing()
    assert ratings_of(rated) == [healthy[0], {**healthy[1], "text": ""}]


def test_a_rating_that_nobody_gave_is_deleted(waiting, rated):
    false = {"client": waiting.client, "closed_at": OPENED, "given_at": OPENED, "value": 5}
    extra = Rating.objects.create(ticket=waiting, **false)
    assert f"rating_{extra.pk}: stored 2026" in differing()
    assert not Rating.objects.filter(pk=extra.pk).exists()


def test_a_difference_is_told_with_both_values(closed):
    ClockResult.objects.filter(ticket=closed, clock="response").update(verdict="missed")
    Ticket.objects.filter(pk=closed.pk).update(next_check_at=NOW)
    assert f"Ticket {closed.number}, response_verdict: stored missed, recomputed met" in (
        said := differing()
    )
    assert f"next_check_at: stored {NOW.isoformat()}, recomputed nothing" in said


def test_running_it_twice_finds_nothing_more(closed):
    Ticket.objects.filter(pk=closed.pk).update(owner=None)
    fix(closed).update(verdict="met")
    differing()
    rebuild()


def test_a_dry_run_stores_nothing(closed):
    fix(closed).update(verdict="met")
    differing("--dry-run")
    assert fix(closed).get().verdict == "met"


def test_events_are_left_as_they_are(closed, waiting):
    before = list(Event.objects.order_by("pk").values())
    Ticket.objects.update(owner=None)
    differing()
    assert list(Event.objects.order_by("pk").values()) == before


def test_only_what_differs_is_written(closed, waiting, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as captured:
        rebuild()
    assert not [q for q in captured.captured_queries if q["sql"].startswith("UPDATE")]


def test_a_batch_takes_a_fixed_number_of_queries(open_ticket, django_assert_max_num_queries):
    for _ in range(12):
        open_ticket()
    with django_assert_max_num_queries(30):
        rebuild()


def test_a_step_between_two_batches_is_no_difference(
    ticket, waiting, open_ticket, aoife, monkeypatch
):
    compare, acts = consistency.compare, iter([True])

    def then_act(rows, *, at):
        found = compare(rows, at=at)
        if next(acts, False):
            lifecycle.close(waiting.pk, reason="resolved", by=aoife, at=at + HOUR, seen=None)
            lifecycle.reply(open_ticket(at=at).pk, text="We look.", by=aoife, at=at + HOUR)
        return found

    monkeypatch.setattr(consistency, "compare", then_act)
    assert rebuild("--batch", "1").startswith("3 tickets")


@pytest.mark.parametrize("later", [timedelta(0), HOUR, timedelta(days=12), NOW - OPENED])
def test_what_a_running_clock_shows_holds_as_of_a_moment(ticket, later):
    lifecycle.refresh(ticket.pk, at=OPENED + later)
    rebuild()


@pytest.mark.parametrize("seconds", [0, 3599, 10**6])
def test_a_running_clock_never_showed_what_lies_outside(waiting, seconds):
    """Three hours had counted at the question; none has since, and none of it can be lost."""
    fix(waiting).update(elapsed=seconds)
    assert "fix_elapsed" in differing()


def test_a_ticket_without_events_is_reported_and_the_rest_goes_on(closed, waiting):
    broken = {**row(waiting), "number": 7, "client_sequence": 7}
    del broken["id"]
    Ticket.objects.bulk_create([Ticket(**broken)])
    fix(closed).update(verdict="met")
    said = differing()
    assert "Ticket 7, unreadable" in said
    assert fix(closed).get().verdict == "missed"


def test_a_batch_of_none_is_refused():
    with pytest.raises(CommandError, match="at least 1"):
        rebuild("--batch", "0")


def test_each_step_of_a_ticket_is_replayed_or_changes_no_column():
    verbs = {documentation.ON_EACH.get(verb, verb) for verb in documentation.STEPS}
    of_rows = {"rate", "notice_failed", "notice_delivered", "answer"}
    others = {"note", "split", "propose", "approve", "decline", "amend"}
    assert verbs - set(STEPS) - WORDS == of_rows | others


def test_every_verb_is_documented():
    assert set(documentation.STEPS) == set(Verb)


def latest() -> Maintenance:
    work = Maintenance.objects.first()
    if work is None:
        raise incidents.ActionRefused("None.")
    return work


# Planned work beside the tickets, from announcement to end.
WORK = {
    "announce_work": lambda at, by: incidents.announce(
        kind="technical",
        title="New disks",
        text="",
        components=list(Component.objects.all()),
        starts_at=at + HOUR,
        ends_at=at + 9 * HOUR,
        by=by,
        at=at,
    ),
    "move_work": lambda at, by: incidents.move(
        latest(), starts_at=at + 3 * HOUR, ends_at=at + 5 * HOUR, by=by, at=at
    ),
    "cancel_work": lambda at, by: incidents.cancel(latest(), by=by, at=at),
    "begin_work": lambda at, by: incidents.begin_work(latest(), by=by, at=at),
    "end_work": lambda at, by: incidents.end_work(latest(), by=by, at=at),
}
STEPS_AND_WORK = st.lists(
    st.tuples(st.sampled_from([*sorted(TRIED_STEPS), *sorted(WORK) * 4]), st.integers(0, 40_000)),
    max_size=20,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example([(verb, 60) for verb in ("critical", "downgrade", "no_fault", "critical")])
@example([(verb, 60) for verb in ("critical", "downgrade", "no_fault", "critical", "rectify")])
@example([("ask", 60), ("hand_over", 60), ("silence", 150_000), ("late", 60)])
@example([("ask", 60), ("fail", 9000), ("unsure", 60), ("deliver", 60), ("confirm", 9000)])
@example([("critical", 60), ("announce_work", 60), ("resolve", 36_000)])
@example([("critical", 60), ("write", 60), ("ask", 0), ("ask", 60), ("write", 0), ("works", 60)])
@given(STEPS_AND_WORK)
def test_any_history_is_as_its_events_tell(open_ticket, people, time_machine, history):
    with transaction.atomic():
        ticket, at = open_ticket(), OPENED
        for name, seconds in history:
            at += timedelta(seconds=seconds)
            with suppress(lifecycle.ActionRefused, incidents.ActionRefused):
                if name in WORK:
                    WORK[name](at, people.aoife)
                    lifecycle.follow_maintenance(at=at)
                else:
                    TRIED_STEPS[name](ticket.pk, at, people)
        time_machine.move_to(at + HOUR, tick=False)
        lifecycle.follow_maintenance(at=at + HOUR)
        rebuild()
        stored = Ticket.objects.get(pk=ticket.pk)
        assert stored.is_closed or stored.fix.fault_class == stored.fault_class
        transaction.set_rollback(True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_a_step_holds_is_taken_last(ticket, waiting, monkeypatch):
    """Nothing is waited for while other tickets are held, so nobody waits in a circle."""
    held, release = Signal(), Signal()

    def step():
        with transaction.atomic():
            Ticket.objects.select_for_update().get(pk=ticket.pk)
            held.set()
            release.wait(20)
        connection.close()

    def lock_waiting(ids):
        taken.append(ids)
        release.set()
        return waiting_for(ids)

    taken: list = []
    waiting_for = consistency.lock_waiting
    monkeypatch.setattr(consistency, "lock_waiting", lock_waiting)
    thread = Thread(target=step)
    thread.start()
    assert held.wait(20)
    assert rebuild().startswith("2 tickets")
    assert taken == [[ticket.pk]]
    thread.join()
