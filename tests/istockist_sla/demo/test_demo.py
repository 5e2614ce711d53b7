"""The demo: what is filled, that it is the same twice, and that the folder shows its codes."""

import re
import signal
import subprocess
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.request import urlopen

import pytest
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django_q.models import OrmQ

from availability.models import Component, Measurement, Outage
from availability.models.components import epoch
from istockist_sla import server
from istockist_sla.core.models import Event, Letter, User
from istockist_sla.demo import fill, start
from istockist_sla.demo.cast import CLIENTS
from istockist_sla.demo.codes import CodeWatch
from istockist_sla.demo.problems import PROBLEMS
from istockist_sla.demo.world import Placeholders
from tests.factories import ClientFactory
from tests.istockist_sla.server.test_run import MANAGE, environment, free_port, until
from tickets.lifecycle import consistency
from tickets.mailroom import intake
from tickets.models import Article, Client, ClockResult, InboundMail, SentWarning, Ticket
from tickets.sla.terms import CLASS_TESTS

NOW = datetime(2026, 11, 24, 11, 40, tzinfo=UTC)
MONTH = 30 * 24 * 3600
TOUR = Path(__file__).parent.parent / "mail" / "tour.eml"


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """A small demo that all tests of this module read; it is rolled back at their end."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill.fill(now=NOW, seed=1, tickets=48)
        yield
        transaction.set_rollback(True)


def told_by(events):
    return [
        (e.subject_kind, e.verb, e.at, e.side, e.actor.email if e.actor else "")
        for e in events.select_related("actor").order_by("id")
    ]


def test_events_and_facts_give_the_stored_columns(filled):
    rows = consistency.lock(list(Ticket.objects.values_list("pk", flat=True)))
    compared = consistency.compare(rows, at=NOW)
    assert [each for each in compared if each.differences] == []


def test_there_are_as_many_tickets_as_were_asked_for(filled):
    assert Ticket.objects.count() == 48


@pytest.mark.parametrize("state", ["open", "qualified", "downgraded", "closed"])
def test_there_are_tickets_in_every_state(filled, state):
    assert Ticket.objects.filter(state=state).exists()


@pytest.mark.parametrize("verdict", ["met", "missed", "excluded", "not covered", "running"])
def test_there_is_every_verdict(filled, verdict):
    assert ClockResult.objects.responses().filter(verdict=verdict).exists()


@pytest.mark.parametrize("channel", ["mail", "portal", "desk"])
def test_tickets_come_by_every_way(filled, channel):
    assert Ticket.objects.filter(channel=channel).exists()


def test_no_event_lies_in_the_future(filled):
    assert not Event.objects.filter(recorded_at__gt=NOW).exists()


def test_tickets_acts_are_recorded_in_the_order_of_their_instants(filled):
    instants = list(
        Event.objects.filter(subject_kind="ticket").order_by("id").values_list("recorded_at")
    )
    assert instants == sorted(instants)


def test_people_were_warned_and_told_of_misses_before_now(filled):
    told = set(SentWarning.objects.values_list("threshold", flat=True))
    assert {"warning", "miss"} <= told


def test_every_letter_of_the_past_is_sent_at_its_instant(filled):
    letters = Letter.objects.all()
    assert letters.exists()
    assert all((letter.state, letter.sent_at) == ("sent", letter.created_at) for letter in letters)


def test_no_letter_of_the_past_is_delivered(filled):
    assert mail.outbox == []


def test_the_queue_is_not_flooded(filled):
    assert OrmQ.objects.count() <= 1


def test_a_fault_is_shared_by_several_clients(filled):
    shared = Ticket.objects.exclude(fault=None).values_list("fault", "client")
    clients = [{client for fault, client in shared if fault == one} for one, _ in shared]
    assert max(map(len, clients)) >= 3


def test_mail_of_strangers_is_held(filled):
    assert InboundMail.objects.filter(state="held").count() == 3


def test_there_are_outages_with_a_cause_and_one_that_goes_on(filled):
    assert Outage.objects.filter(cause="release").exists()
    assert Outage.objects.filter(ended_at=None).count() == 1


def test_measurements_fail_while_a_component_was_down_and_only_then(filled):
    outage = Outage.objects.get(title="Short interruption of ordering")
    first, last = epoch(outage.started_at), epoch(outage.ended_at)
    api = Measurement.objects.filter(component__code="api")
    assert not api.filter(second__gte=first, second__lt=last, ok=True).exists()
    assert api.filter(second__gte=first - 300, second__lt=first, ok=False).count() == 0


def test_every_component_is_measured_until_now_without_a_gap_of_today(filled):
    gaps = Measurement.objects.gaps(Component.objects.all(), NOW.replace(hour=0), NOW)
    assert [gaps[key] for key in gaps] == [[], [], [], []]


def test_some_time_has_no_measurement(filled):
    start = NOW.replace(day=1) - timedelta(days=120)
    api = Component.objects.get(code="api")
    assert Measurement.objects.gaps([api], start, NOW)[api.pk]


def test_there_are_help_articles_for_clients(filled):
    assert Article.objects.published().count() >= 10


def test_every_client_of_the_table_is_there(filled):
    assert Client.objects.count() == len(CLIENTS) == 12


def test_the_mail_of_the_tour_opens_a_ticket(filled):
    with transaction.atomic():
        received = intake.receive(TOUR.read_bytes(), at=NOW)
        assert (received.state, received.ticket.client.code) == ("accepted", "meadow")
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_story():
    stories = []
    for _ in range(2):
        with transaction.atomic():
            fill.fill(now=NOW, seed=7, tickets=14, with_measurements=False)
            stories.append(told_by(Event.objects.all()))
            transaction.set_rollback(True)
    assert stories[0] == stories[1]


@pytest.mark.django_db
def test_another_seed_gives_another_story():
    stories = []
    for seed in (7, 8):
        with transaction.atomic():
            fill.fill(now=NOW, seed=seed, tickets=10, with_measurements=False)
            stories.append(told_by(Event.objects.all()))
            transaction.set_rollback(True)
    assert stories[0] != stories[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 12, 27, 3, 0, tzinfo=UTC),
        datetime(2027, 3, 29, 8, 59, 59, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    ],
    ids=["night-of-a-sunday", "holiday", "year-without-a-list"],
)
def test_it_can_be_filled_at_any_time(now):
    fill.fill(now=now, seed=3, tickets=4, with_measurements=False)
    assert Ticket.objects.count() == 4


@pytest.mark.django_db
def test_a_fill_that_breaks_leaves_nothing_behind():
    def stop(at):
        if Ticket.objects.count() > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill.fill(now=NOW, seed=1, tickets=12, with_measurements=False, on_step=stop)
    assert fill.is_empty()


@pytest.mark.django_db
def test_what_is_filled_is_not_filled_again(monkeypatch):
    ClientFactory()
    monkeypatch.setattr(start, "fill", lambda **_: pytest.fail("filled again"))
    start._fill_once(seed=1, tickets=10, at=NOW)


@pytest.mark.django_db
def test_a_database_of_other_people_is_refused():
    ClientFactory()
    assert list(start._check_other_data()) == [start.OTHER_DATA]


@pytest.mark.django_db
def test_a_database_of_the_demo_is_not_refused():
    ClientFactory()
    User.objects.create_user("aoife@istockist.example")
    assert list(start._check_other_data()) == []


def test_fresh_begins_anew_with_the_demos_own_file_only(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(server.StartupError, match="own SQLite file only"):
        start._delete_data(free_port())


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.subject)
def test_each_problem_can_be_told_in_full(problem):
    placeholders = Placeholders(Random(1), NOW)
    assert problem.test in CLASS_TESTS
    assert bool(problem.team) == bool(problem.brief) == bool(problem.finding)
    texts = astuple(problem)
    assert not [text for text in texts if re.search("[{}]", placeholders.fill_in(text))]


# Sign-in codes on the terminal


@pytest.fixture
def folder(tmp_path, settings):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def put_letter(text, to="aoife@istockist.example"):
    backend = "django.core.mail.backends.filebased.EmailBackend"
    EmailMessage("Your code", text, to=[to], connection=get_connection(backend)).send()


def test_a_code_that_comes_is_told_once(folder):
    told = []
    watch = CodeWatch(folder, told.append)
    put_letter("Your sign-in code is 482910\n\nEnter it in the page.")
    watch.poll()
    watch.poll()
    assert told == ["Sign-in code for aoife@istockist.example: 482910"]


def test_a_code_from_before_the_start_is_not_told(folder):
    put_letter("Your sign-in code is 111111")
    told = []
    CodeWatch(folder, told.append).poll()
    assert told == []


def test_a_letter_that_is_still_being_written_waits(folder):
    told = []
    watch = CodeWatch(folder, told.append)
    put_letter("Your sign-in code is 482910")
    (path,) = folder.glob("*.log")
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    watch.poll()
    assert told == []
    path.write_bytes(whole)
    watch.poll()
    assert len(told) == 1


def test_other_letters_are_not_told(folder):
    told = []
    watch = CodeWatch(folder, told.append)
    put_letter("Ticket 1001 was opened.")
    watch.poll()
    assert told == []


def test_a_folder_that_is_not_there_yet_is_no_trouble(tmp_path):
    CodeWatch(tmp_path / "none", print).poll()


@pytest.fixture
def run_demo(tmp_path):
    """Runs a small demo until it is ready, stops it as Ctrl-C does, and gives what it said."""
    port = free_port()

    def run():
        log = tmp_path / "demo.log"
        with log.open("w") as out:
            demo = subprocess.Popen(
                [*MANAGE, "demo", "--port", str(port), "--tickets", "8"],
                env={**environment(tmp_path), "PORTAL_URL": ""},
                stdout=out,
                stderr=out,
            )
        try:
            assert until(lambda: "The demo is ready" in log.read_text(), 120), log.read_text()
            assert urlopen(f"http://127.0.0.1:{port}/status/", timeout=10).status == 200
            demo.send_signal(signal.SIGINT)
            assert demo.wait(40) == 0
        finally:
            demo.kill()
            demo.wait()
        return log.read_text()

    return run


@pytest.mark.cluster
@pytest.mark.django_db(transaction=True)
def test_the_demo_fills_once_serves_and_stops(run_demo):
    said = [run_demo(), run_demo()]
    assert ["Filling the demo" in each for each in said] == [True, False]
    assert Ticket.objects.count() == 8
    assert Measurement.objects.filter(
        second__lt=Measurement.objects.latest("second").second - MONTH
    ).exists()
