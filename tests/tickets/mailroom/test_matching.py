"""Which ticket a mail answers: what proves it, and what only suggests one."""

from datetime import timedelta

import pytest
from django.conf import settings

from istockist_sla.core.lib import tokens
from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED
from tests.tickets.mailroom.test_intake import eml, receive
from tickets import lifecycle

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def token(ticket, day=OPENED) -> str:
    return tokens.make(ticket.number, settings.SECRET_KEY, day.date() if day else None)


def mailed(received, **mail):
    return receive(eml(received=received, **mail), at=received + HOUR).ticket


def hint_of(ticket) -> int | None:
    return Event.objects.get(verb="open", subject_id=ticket.pk).data.get("hint")


class TestAge:
    """What is older than 180 days only suggests its ticket."""

    @pytest.mark.parametrize(("days", "leads"), [(0, True), (180, True), (181, False)])
    def test_of_a_token(self, ticket, days, leads):
        received = OPENED + days * DAY
        found = mailed(received, to=f"support+{token(ticket)}@istockist.com")
        assert (found == ticket) is leads

    def test_an_old_token_suggests_its_ticket(self, ticket):
        new = mailed(OPENED + 200 * DAY, to=f"support+{token(ticket)}@istockist.com")
        assert hint_of(new) == ticket.pk

    def test_the_newest_of_several_tokens_counts(self, ticket):
        old, new = token(ticket), token(ticket, OPENED + 190 * DAY)
        found = mailed(OPENED + 200 * DAY, to=f"support+{old}@a.example, support+{new}@a.example")
        assert found == ticket

    def test_a_token_without_a_day_is_as_old_as_the_newest_letter(self, ticket, aoife):
        address = f"support+{token(ticket, None)}@istockist.com"
        assert mailed(OPENED + 200 * DAY, to=address) != ticket
        lifecycle.reply(ticket.pk, text="Still on it.", by=aoife, at=OPENED + 190 * DAY)
        assert mailed(OPENED + 202 * DAY, to=address) == ticket

    @pytest.mark.parametrize(("days", "leads"), [(180, True), (181, False)])
    def test_of_a_letter(self, ticket, days, leads):
        letter = Letter.objects.get(template="open")
        found = mailed(OPENED + days * DAY, in_reply_to=letter.message_id)
        assert (found == ticket) is leads

    @pytest.mark.parametrize(("days", "leads"), [(180, True), (181, False)])
    def test_of_the_clients_own_mail(self, clara, days, leads):
        first = mailed(OPENED, message_id="<1@meadow.example>")
        found = mailed(OPENED + days * DAY, in_reply_to="<1@meadow.example>")
        assert (found == first) is leads

    def test_a_fresh_letter_leads_where_an_old_token_stands_beside_it(self, ticket, aoife):
        lifecycle.reply(ticket.pk, text="Still on it.", by=aoife, at=OPENED + 190 * DAY)
        letter = Letter.objects.get(template="reply")
        address = f"support+{token(ticket)}@istockist.com"
        found = mailed(OPENED + 200 * DAY, to=address, in_reply_to=letter.message_id)
        assert found == ticket

    def test_a_forged_day_is_no_token(self, ticket):
        forged = token(ticket).replace(token(ticket).split("-")[1], "29999")
        assert tokens.read(forged, settings.SECRET_KEY) is None


class TestNumberInTheSubject:
    @pytest.mark.parametrize(
        "subject",
        [
            "Re: [iStockist {}] A question for you",
            "[{}] Orders",
            "Ticket {} again",
            "ticket no. {}",
            "About #{}",
            "Ticket: {}",
        ],
    )
    def test_suggests_the_clients_own_ticket(self, ticket, subject):
        new = mailed(OPENED + DAY, subject=subject.format(ticket.number))
        assert new != ticket
        assert hint_of(new) == ticket.pk

    @pytest.mark.parametrize("subject", ["Invoice {}", "{} orders are missing", "[12 of {}34]"])
    def test_any_other_number_suggests_nothing(self, ticket, subject):
        assert hint_of(mailed(OPENED + DAY, subject=subject.format(ticket.number))) is None

    def test_never_suggests_another_clients_ticket(self, ticket, charlie):
        subject = f"[iStockist {ticket.number}] Orders"
        new = mailed(OPENED + DAY, sender=charlie.email, subject=subject)
        assert hint_of(new) is None

    def test_a_number_of_any_length_is_harmless(self, clara):
        assert hint_of(mailed(OPENED, subject="[" + "9" * 200 + "] #999999999")) is None

    def test_a_duplicate_suggests_its_original(self, open_ticket, aoife):
        first, copy = open_ticket(), open_ticket(at=OPENED + HOUR)
        lifecycle.close(
            copy.pk, reason="duplicate", duplicate_of=first, by=aoife, at=OPENED + HOUR, seen=None
        )
        assert hint_of(mailed(OPENED + DAY, subject=f"[{copy.number}] More")) == first.pk


def test_our_letters_bear_the_day_on_which_they_were_written(ticket, aoife):
    read = tokens.read(token(ticket, OPENED), settings.SECRET_KEY)
    assert (read.number, read.issued) == (ticket.number, OPENED.date())
