"""Subscriptions: asked for by anybody, confirmed by the owner, ended without a trace."""

from datetime import timedelta

import pytest

from availability import subscriptions
from availability.models import Subscription, SubscriptionRequest
from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
OPS, NETWORK = "ops@shop.example", "203.0.113.0/24"
AT = gmt("13:00")
DAY = timedelta(days=1)


@pytest.fixture
def ask():
    def asked(address=OPS, *, at=AT, network=NETWORK, components=()):
        subscriptions.ask(address, components=components, network=network, at=at)
        return Subscription.objects.get(address=address.strip().lower())

    return asked


@pytest.fixture
def confirmed(ask):
    subscription = ask()
    subscriptions.confirm(subscription, at=gmt("13:05"))
    return Subscription.objects.get()


def test_who_asks_gets_a_letter_and_nothing_else_yet(ask):
    subscription = ask()
    assert subscription.confirmed_at is None
    assert Letter.objects.get().template == "subscribe"


def test_an_address_is_one_however_it_is_written(ask):
    assert ask(" Ops@Shop.example ").pk == ask().pk


def test_the_link_confirms_once(ask):
    subscription = ask()
    subscriptions.confirm(subscription, at=gmt("13:05"))
    subscriptions.confirm(subscription, at=gmt("13:06"))
    assert Subscription.objects.get().confirmed_at == gmt("13:05")
    assert Event.objects.filter(subject_kind="subscription", verb="confirm").count() == 1


def test_asking_for_a_known_address_changes_nothing_of_it(confirmed, ask, api):
    ask(components=[api])
    assert list(confirmed.components.all()) == []
    assert Letter.objects.count() == 2


def test_who_has_not_confirmed_may_choose_anew(ask, api):
    ask()
    assert list(ask(components=[api]).components.all()) == [api]


def test_an_address_gets_three_letters_a_day(ask):
    for _ in range(5):
        ask()
    assert Letter.objects.count() == 3
    ask(at=gmt("13:00") + DAY)
    assert Letter.objects.count() == 4


def test_a_network_that_gives_many_addresses_is_refused_for_an_hour(ask):
    for number in range(20):
        ask(f"{number}@shop.example")
    with pytest.raises(ActionRefused, match="Too many addresses"):
        ask()
    ask(network="198.51.100.0/24")
    ask(at=gmt("14:00"))


def test_the_brakes_keep_no_address(ask):
    ask()
    assert OPS not in SubscriptionRequest.objects.get().digest


def test_ending_it_deletes_the_address_and_the_letters_to_it(confirmed):
    subscriptions.end(confirmed, by=None, at=gmt("13:10"))
    assert not Subscription.objects.exists()
    assert not Letter.objects.exists()
    assert Event.objects.filter(subject_kind="subscription").last().verb == "unsubscribe"


def test_ending_it_twice_is_one_event(confirmed):
    again = Subscription.objects.get()
    for each in (confirmed, again):
        subscriptions.end(each, by=None, at=gmt("13:10"))
    assert Event.objects.filter(verb="unsubscribe").count() == 1


def test_what_nobody_confirmed_is_forgotten_within_two_days(ask, confirmed):
    ask("other@shop.example")
    assert subscriptions.forget(at=gmt("13:00") + 2 * DAY) == 0
    assert subscriptions.forget(at=gmt("13:01") + 2 * DAY) == 1
    assert Subscription.objects.get() == confirmed
    assert not SubscriptionRequest.objects.exists()


def test_letters_that_were_sent_are_forgotten_after_thirty_days(confirmed):
    Letter.objects.update(state="sent", sent_at=gmt("13:01"))
    subscriptions.forget(at=gmt("13:00") + 30 * DAY)
    assert Letter.objects.exists()
    subscriptions.forget(at=gmt("13:02") + 30 * DAY)
    assert not Letter.objects.exists()


def test_a_token_names_its_subscription():
    assert subscriptions.id_of(subscriptions.token_of(17)) == 17


@pytest.mark.parametrize("token", ["", "17", "17~", "17~x", "~", "\udcff~x", "17~\x00", "9" * 5000])
def test_another_text_is_no_token(token):
    assert subscriptions.id_of(token) is None


@pytest.fixture
def told(confirmed):
    """Letters to the reader that ended as given, one each twelve hours."""

    def tell(*states):
        for number, state in enumerate(states):
            at = gmt("14:00") + number * DAY / 2
            Letter.objects.create(
                key=f"told:{number}",
                subject_kind="subscription",
                subject_id=confirmed.pk,
                template="status_update",
                to_address=OPS,
                message_id=f"<{number}@portal.example>",
                state=state,
                sent_at=at if state == "sent" else None,
                created_at=at,
                next_try_at=at,
            )

    return tell


def test_an_address_that_is_not_reached_any_more_is_forgotten(told):
    told("failed", "failed", "failed")
    assert subscriptions.forget(at=gmt("15:00", day=11)) == 1
    assert not Subscription.objects.exists()
    assert not Letter.objects.filter(to_address=OPS).exists()
    assert Event.objects.filter(subject_kind="subscription").last().verb == "unreachable"


@pytest.mark.parametrize(
    "states",
    [
        ("failed", "failed"),
        ("failed", "failed", "failed", "sent"),
        ("failed", "sent", "failed", "failed"),
        ("failed", "failed", "queued"),
    ],
)
def test_one_that_is_reached_now_and_then_stays(told, states):
    told(*states)
    assert subscriptions.forget(at=gmt("15:00", day=12)) == 0


def test_three_letters_of_one_morning_do_not_end_it(told, confirmed):
    told("failed", "failed", "failed")
    Letter.objects.filter(state="failed").update(created_at=gmt("14:00"))
    assert subscriptions.forget(at=gmt("15:00", day=12)) == 0
