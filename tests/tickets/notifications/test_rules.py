"""Who gets which letter: administrators of the day, owner, agents, managers, teams, nobody."""

from datetime import date

import pytest

from istockist_sla.core import letters
from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED, member
from tests.factories import AdministratorFactory
from tests.tickets.notifications.conftest import DAY, HOUR, MINUTE, recipients
from tickets import inputs, lifecycle, notifications
from tickets.models import CustomerSuccessContact, SentWarning
from tickets.notifications.rules import ALL_RULES, REQUIRED
from tickets.wording.letters import OPTIONAL_LETTERS

pytestmark = pytest.mark.django_db
CLARA, BEN = "clara@meadow.example", "ben@meadow.example"
AOIFE, DECLAN = "aoife@istockist.example", "declan@istockist.example"
NIAMH, RUAIRI = "niamh@istockist.example", "ruairi@istockist.example"
ORLA = "orla@istockist.example"

# What each letter of the story went to: Aoife and Declan are agents, Niamh is a manager, the
# ticket was unowned until Aoife took it and gave it to Declan. Aoife proposes four findings that
# Niamh decides; two of them the client contests, and Orla, a manager since, answers.
STORY = {
    "open": [CLARA],
    "warning": [AOIFE, DECLAN],
    "miss": [AOIFE, DECLAN, NIAMH],
    "take": [CLARA],
    "assign": [DECLAN],
    "ask": [CLARA] * 2,
    "remind": [CLARA, CLARA],
    "write": [DECLAN],
    "cut": [CLARA],
    "notice_failed": [DECLAN],
    "qualify": [CLARA],
    "hand_over": [RUAIRI],
    "mention": [NIAMH],
    "hear_back": [DECLAN],
    "downgrade": [CLARA],
    "reply": [CLARA],
    "close": [CLARA] * 3,
    "undo_closing": [CLARA],
    "undo_closing_desk": [DECLAN],
    "reopen": [CLARA],
    "reopen_desk": [DECLAN, DECLAN],
    "rate": [DECLAN],
    "propose": [NIAMH, ORLA] * 4,
    "exclude": [CLARA] * 2,
    "contest": [ORLA, DECLAN] * 2,
    "uphold": [CLARA],
    "withdraw": [CLARA],
    "rectify": [CLARA],
    "invoice": [CLARA],
    "invoice_decided": [CLARA],
    "decide": [AOIFE] * 6,
    "held": ["sam@stranger.example"],
    "flood": [AOIFE, DECLAN],
}


@pytest.fixture
def ben(meadow):
    return AdministratorFactory(client=meadow, name="Ben Adeyemi", email=BEN)


@pytest.fixture
def success(meadow):
    return CustomerSuccessContact.objects.create(
        client=meadow, name="Orla Daly", since=date(2020, 1, 1)
    )


def test_the_story_has_every_letter_of_the_table():
    assert set(STORY) == notifications.TEMPLATES


def test_each_letter_goes_to_whom_it_concerns(story):
    assert {template: recipients(template) for template in STORY} == STORY


def test_the_client_hears_nothing_of_what_is_internal(story):
    to_clara = Letter.objects.filter(to_address=CLARA).values_list("template", flat=True)
    assert set(to_clara) == notifications.FOR_CLIENT


def test_a_note_is_announced_to_nobody(ticket, aoife):
    before = Letter.objects.count()
    lifecycle.note(ticket.pk, text="A hunch.", by=aoife, at=OPENED + HOUR)
    assert Letter.objects.count() == before


def test_another_administrator_gets_no_copies_unasked(ben, ticket):
    assert recipients("open") == [CLARA]


def test_copies_go_to_whoever_asked_for_them(ben, open_ticket):
    ben.wants_copies = True
    ben.save()
    open_ticket()
    assert recipients("open") == [CLARA, BEN]


def test_the_opener_who_wants_copies_gets_one(clara, open_ticket):
    clara.wants_copies = True
    clara.save()
    open_ticket()
    assert recipients("open") == [CLARA]


def test_an_opener_who_left_is_followed_by_all_of_the_day(ben, clara, ticket, aoife):
    clara.until = OPENED.date()
    clara.save()
    AdministratorFactory(client=ticket.client, email="cem@meadow.example")
    AdministratorFactory(client=ticket.client, email="gone@meadow.example", until=OPENED.date())
    lifecycle.reply(ticket.pk, text="Hello", by=aoife, at=OPENED + DAY)
    assert sorted(recipients("reply")) == [BEN, "cem@meadow.example"]


def test_on_the_last_day_the_opener_still_gets_the_letters(ben, clara, ticket, aoife):
    clara.until = OPENED.date()
    clara.save()
    lifecycle.reply(ticket.pk, text="Hello", by=aoife, at=OPENED + HOUR)
    assert recipients("reply") == [CLARA]


def test_the_day_is_that_of_the_letter_not_of_an_earlier_contact(clara, open_ticket, declan):
    clara.since = OPENED.date() + DAY
    clara.save()
    open_ticket(channel="desk", by=declan, at=OPENED, recorded_at=OPENED + DAY)
    assert recipients("open") == [CLARA]


def test_another_client_hears_nothing(charlie, ticket, aoife):
    charlie.wants_copies = True
    charlie.save()
    lifecycle.reply(ticket.pk, text="Hello", by=aoife, at=OPENED + HOUR)
    assert recipients("reply") == [CLARA]


def test_what_customer_success_said_is_not_written_as_well(ticket, aoife, success):
    at, pk = OPENED + HOUR, ticket.pk
    lifecycle.qualify(pk, class_test="orders-stopped", by=aoife, at=at, seen=None, through=success)
    fault_id = lifecycle.reply(pk, text="Hello", by=aoife, at=at).ticket.fault_id
    through = {ticket.client_id: success}
    lifecycle.downgrade(fault_id, text="So.", by=aoife, at=at, seen=None, through=through)
    lifecycle.close(pk, reason="resolved", by=aoife, at=at, seen=None, through=success)
    assert recipients("qualify") == recipients("downgrade") == recipients("close") == []
    assert recipients("reply") == [CLARA]


def test_a_request_announced_by_customer_success_is_not_written(ticket, aoife, success):
    lifecycle.qualify_request(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None, through=success)
    assert recipients("qualify") == []


def test_spam_is_closed_without_a_letter(ticket, aoife):
    lifecycle.close(ticket.pk, reason="spam", by=aoife, at=OPENED + HOUR, seen=None)
    assert recipients("close") == []


def test_a_duplicate_is_announced(open_ticket, aoife):
    original, copy = open_ticket(), open_ticket(at=OPENED + HOUR)
    at = OPENED + 2 * HOUR
    lifecycle.close(copy.pk, reason="duplicate", duplicate_of=original, by=aoife, at=at, seen=None)
    assert recipients("close") == [CLARA]


def test_closing_by_the_clock_is_announced(ticket, aoife):
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=OPENED + HOUR)
    lifecycle.sweep(at=OPENED + 16 * DAY)
    assert recipients("close") == [CLARA]


def test_the_owner_gets_nothing_about_their_own_act(ticket, aoife):
    lifecycle.assign(ticket.pk, to=aoife, by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.close_by_client(ticket.pk, by=ticket.administrator.user, at=OPENED + HOUR)
    lifecycle.reopen(ticket.pk, by=aoife, at=OPENED + 2 * HOUR, seen=None)
    assert recipients("assign") == recipients("reopen_desk") == []


def test_given_to_nobody_it_is_announced_to_nobody(ticket, aoife):
    lifecycle.assign(ticket.pk, to=None, by=aoife, at=OPENED + HOUR, seen=None)
    assert recipients("assign") == []


def test_the_client_who_reopens_gets_no_letter_about_it(ticket, clara):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
    lifecycle.reopen_by_client(ticket.pk, by=clara.user, at=OPENED + 2 * HOUR)
    assert recipients("reopen") == []


def test_an_owned_ticket_warns_its_owner_alone(ticket, aoife, declan, niamh):
    lifecycle.assign(ticket.pk, to=declan, by=aoife, at=OPENED, seen=None)
    lifecycle.sweep(at=OPENED + 3 * HOUR)
    assert recipients("warning") == [DECLAN]


def test_a_miss_reaches_owner_and_managers(ticket, aoife, declan, niamh):
    lifecycle.assign(ticket.pk, to=declan, by=aoife, at=OPENED, seen=None)
    lifecycle.sweep(at=OPENED + 4 * HOUR + MINUTE)
    assert recipients("miss") == [DECLAN, NIAMH]


def test_a_manager_who_owns_the_ticket_gets_one_letter(ticket, aoife, niamh):
    lifecycle.assign(ticket.pk, to=niamh, by=aoife, at=OPENED, seen=None)
    lifecycle.sweep(at=OPENED + 4 * HOUR + MINUTE)
    assert recipients("miss") == [NIAMH]


def test_a_ticket_whose_owner_left_warns_every_agent(ticket, aoife, declan):
    lifecycle.assign(ticket.pk, to=declan, by=aoife, at=OPENED, seen=None)
    declan.is_active = False
    declan.save()
    lifecycle.sweep(at=OPENED + 3 * HOUR)
    assert recipients("warning") == [AOIFE]


def test_an_unowned_ticket_that_is_reported_back_says_the_agents(ticket, aoife, declan, ruairi):
    at = OPENED + HOUR
    lifecycle.hand_over(ticket.pk, team="operations", text="Look.", by=aoife, at=at)
    lifecycle.hear_back(ticket.pk, text="Seen.", by=ruairi, at=at)
    assert recipients("hear_back") == [AOIFE, DECLAN]


def test_work_for_development_is_not_announced_to_operations(ticket, aoife, ruairi):
    member("dev@istockist.example", "Dev Patel", "Technical", "Development")
    lifecycle.hand_over(ticket.pk, team="development", text="Look.", by=aoife, at=OPENED + HOUR)
    assert recipients("hand_over") == ["dev@istockist.example"]


def test_the_same_event_announced_twice_is_one_letter(ticket):
    event = Event.objects.about(Event.Kind.TICKET, ticket.pk).get(verb="open")
    rows = inputs.read({ticket.pk: ticket.client_id})
    again = notifications.letters_about(ticket, event, rows=rows, at=OPENED + 5 * MINUTE)
    letters.queue_all(again)
    assert recipients("open") == [CLARA]


def test_held_mail_is_answered_once(held_mail):
    notifications.queue_held_reply(held_mail, at=OPENED)
    notifications.queue_held_reply(held_mail, at=OPENED + HOUR)
    assert recipients("held") == ["sam@stranger.example"]


def test_every_moment_of_the_sweep_has_its_letter():
    clocks = [(clock, t) for clock in ("response", "fix") for t in ("warning", "miss")]
    questions = [("question", t) for t in ("first-reminder", "second-reminder")]
    assert set(notifications.WARNING_RULES) == {*clocks, *questions}
    assert {clock for clock, _ in notifications.WARNING_RULES} == set(SentWarning.Clock.values)


def test_a_declined_letter_goes_to_who_wants_copies_alone(ticket, clara, meadow, aoife):
    AdministratorFactory(client=meadow, email=BEN, name="Ben Adeyemi", wants_copies=True)
    clara.declined = ["take"]
    clara.save()
    at = OPENED + MINUTE
    lifecycle.take(ticket.pk, by=aoife, at=at, seen=None)
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=at, seen=None)
    sent = Letter.objects.filter(template__in=["take", "qualify"]).order_by("template", "pk")
    assert [(each.template, each.to_address) for each in sent] == [
        ("qualify", CLARA),
        ("qualify", BEN),
        ("take", BEN),
    ]


def test_only_letters_that_no_promise_asks_for_can_be_declined():
    optional = {rule.template for rule in ALL_RULES if rule.is_optional}
    assert optional == OPTIONAL_LETTERS.keys()
    assert not optional & REQUIRED
