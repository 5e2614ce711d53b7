"""Held mail in the desk: looked at, adopted, released, put aside."""

import pytest

from tests.tickets.admin.conftest import NOW, page_url, step_url, verbs_of
from tickets.mailroom import intake
from tickets.models import InboundMail, Ticket

LIST = "/desk/tickets/inboundmail/"


def received(sender="stranger@meadow.example", body="Our orders do not arrive."):
    raw = f"From: {sender}\r\nSubject: Orders missing\r\n\r\n{body}\r\n".encode()
    return InboundMail.objects.get(pk=intake.receive(raw, at=NOW).pk)


@pytest.fixture
def mail(clara):
    """Mail of somebody at Meadow who is no administrator."""
    return received()


@pytest.fixture
def settle(agent):
    def post(mail, verb, **data):
        return agent.post(step_url(mail, verb, "inboundmail"), {"seen": "0", **data})

    return post


def test_the_list_shows_what_is_held(agent, mail, clara):
    taken = received(clara.email)
    assert taken.state == "accepted"
    assert list(agent.get(LIST).context["cl"].result_list) == [mail]
    assert agent.get(f"{LIST}?view=all").context["cl"].result_count == 2


def test_the_page_says_why_and_shows_the_words(agent, mail):
    page = agent.get(page_url(mail, "inboundmail")).text
    assert "Nobody of this address is an administrator." in page
    assert "Our orders do not arrive." in page


def test_the_page_names_clients_of_the_same_domain(agent, mail, clara):
    table = agent.get(page_url(mail, "inboundmail")).context["tables"][0]
    assert [row[2] for row in table.rows] == [clara.email]


def test_adopted_mail_opens_a_ticket_now(settle, mail, clara):
    answer = settle(mail, "adopt", administrator=clara.email)
    ticket = Ticket.objects.get()
    assert answer.url == page_url(ticket)
    assert (ticket.administrator, ticket.opened_at, ticket.handled_at) == (clara, NOW, None)


def test_mail_is_adopted_for_an_administrator_of_today(settle, mail):
    answer = settle(mail, "adopt", administrator="nobody@else.example")
    assert "administrator" in answer.context["form"].errors


def test_mail_of_an_administrator_at_receipt_is_released(settle, agent, mail, clara):
    clara.email = mail.from_address
    clara.save()
    page = agent.get(page_url(mail, "inboundmail"))
    assert verbs_of(page) == ["release", "adopt", "reject"]
    settle(mail, "release")
    assert Ticket.objects.get().opened_at == mail.received_at


def test_mail_of_others_is_not_released(settle, agent, mail):
    page = agent.get(page_url(mail, "inboundmail"))
    assert "release" not in verbs_of(page)
    assert "not a client administrator" in settle(mail, "release").text


def test_mail_is_put_aside_with_a_reason(settle, mail):
    settle(mail, "reject", note="Advertising")
    mail = InboundMail.objects.get(pk=mail.pk)
    assert (mail.state, "Advertising" in mail.note) == ("rejected", True)


def test_mail_is_settled_once(settle, mail, clara):
    settle(mail, "reject", note="Advertising")
    settle(mail, "adopt", administrator=clara.email)
    assert not Ticket.objects.exists()


def test_the_source_can_be_downloaded(agent, mail):
    answer = agent.get(f"/desk/tickets/inboundmail/{mail.pk}/raw/")
    assert answer.content == bytes(mail.raw)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_any_bytes_can_be_looked_at(agent, clara):
    mail = received(body="\0\x80<script>alert(1)</script>")
    page = agent.get(page_url(mail, "inboundmail"))
    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(("person", "status"), [("niamh", 302), ("ruairi", 403), ("sys", 403)])
@pytest.mark.parametrize("verb", ["adopt", "reject"])
def test_who_may_settle_mail(client, request, mail, clara, person, status, verb):
    client.force_login(request.getfixturevalue(person))
    data = {"administrator": clara.email, "note": "x"}
    assert client.post(step_url(mail, verb, "inboundmail"), data).status_code == status
