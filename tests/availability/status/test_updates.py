"""Updates by mail over HTTP: the form, the links of letters, one click to stop."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from availability import subscriptions
from availability.models import Subscription
from istockist_sla.core.models import Letter
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
ALL = ["admin", "api", "ordering", "reports"]


@pytest.fixture
def ask(client):
    def asked(address="ops@shop.example", components=ALL):
        return client.post("/status/updates/", {"address": address, "components": components})

    return asked


@pytest.fixture
def subscription(db):
    return Subscription.objects.create(
        address="ops@shop.example", asked_at=gmt("08:00"), confirmed_at=gmt("08:01")
    )


@pytest.fixture
def path(subscription):
    return f"/status/updates/{subscriptions.token_of(subscription.pk)}/"


def test_the_form_stands_on_the_status_page(read, measured):
    assert 'action="/status/updates/"' in read()


def test_who_asks_is_led_to_their_mailbox(ask):
    assert ask().url == "/status/updates/asked/"
    assert Letter.objects.get().to_address == "ops@shop.example"


def test_the_answer_is_the_same_whether_the_address_is_known(ask, subscription):
    known, unknown = ask(), ask("new@shop.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_all_components_are_stored_as_all(ask):
    ask()
    assert not Subscription.objects.get().components.exists()


def test_chosen_components_are_stored(ask, api):
    ask(components=["api"])
    assert list(Subscription.objects.get().components.all()) == [api]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Enter your e-mail address."),
        ("ops", "This is not an e-mail address."),
        ("ops@shop.example\r\nBcc: x@y.example", "This is not an e-mail address."),
        ("ops\0@shop.example", "Null characters are not allowed."),
        ("ops@\udcff.example", "This is not an e-mail address."),
        (f"{'a' * 260}@shop.example", "at most 254 characters"),
        (f"ops@{'ü' * 63}.example", "This is not an e-mail address."),
    ],
)
def test_a_mistyped_address_is_said_so_beside_its_field(client, address, said):
    sent = urlencode({"address": address, "components": "api"}, errors="surrogatepass")
    response = client.post("/status/updates/", sent, content_type=FORM)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("components", [[], ["nothing"], ["9" * 30], ["a\0"]])
def test_components_that_there_are_not_are_refused(ask, components):
    assert ask(components=components).status_code == 200
    assert not Subscription.objects.exists()


def test_what_was_typed_is_not_lost(ask):
    text = ask(address="ops@", components=["api"]).content.decode()
    assert 'value="ops@"' in text
    assert text.count(" checked") == 1


def test_too_many_askings_are_said_so(ask):
    for number in range(20):
        ask(f"{number}@shop.example")
    assert "Too many addresses" in ask().content.decode()


def test_looking_at_the_link_confirms_nothing(client, subscription, path):
    Subscription.objects.update(confirmed_at=None)
    assert "Confirm updates" in client.get(path).content.decode()
    assert Subscription.objects.get().confirmed_at is None


def test_the_button_confirms(client, subscription, path, afternoon):
    Subscription.objects.update(confirmed_at=None)
    response = client.post(f"{path}confirm/", follow=True)
    assert "You get updates" in response.content.decode()
    assert Subscription.objects.get().confirmed_at == gmt("14:46")


def test_what_it_is_about_can_be_chosen_anew(client, subscription, path, api):
    text = client.post(path, {"components": ["api"]}).content.decode()
    assert "Saved" in text
    assert list(subscription.components.all()) == [api]


def test_looking_at_the_way_out_ends_nothing(client, subscription, path):
    assert "Unsubscribe" in client.get(f"{path}unsubscribe/").content.decode()
    assert Subscription.objects.exists()


def test_a_mail_program_ends_it_by_one_post(subscription, path):
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(f"{path}unsubscribe/", {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Subscription.objects.exists()


def test_once_it_has_ended_its_links_say_so(client, subscription, path):
    client.post(f"{path}unsubscribe/")
    for each in ("", "unsubscribe/"):
        assert "You get no updates" in client.get(f"{path}{each}").content.decode()
    assert client.post(f"{path}unsubscribe/").status_code == 200


@pytest.mark.parametrize("token", ["1~forged", "1", "%00", "%ff", "a" * 500])
@pytest.mark.parametrize("page", ["", "unsubscribe/"])
def test_a_link_that_is_not_ours_is_not_found(client, subscription, token, page):
    assert client.get(f"/status/updates/{token}/{page}").status_code == 404


def test_pages_of_one_reader_are_kept_by_nobody(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]


def test_no_client_and_no_ticket_is_named(client, path, clara, open_ticket):
    ticket = open_ticket()
    text = client.get(path).content.decode() + client.get("/status/").content.decode()
    assert ticket.client.name not in text
    assert str(ticket.number) not in text
