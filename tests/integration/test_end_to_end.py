"""From a piped e-mail to the month's figures: command, screens, and a real cluster process."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from istockist_sla import schedules
from istockist_sla.core.models import Letter
from tests.integration.processes import cluster, manage, until
from tests.tickets.mailroom.test_intake import eml
from tests.tickets.reports.asked import fixes_counted
from tickets import inputs
from tickets.models import SentWarning, Ticket
from tickets.reports.monthly import month_figures

pytestmark = [pytest.mark.cluster, pytest.mark.django_db(transaction=True)]
HOUR = 3600


def support_hours_ago(seconds: int, now: datetime) -> datetime:
    """The latest instant from which so much support time has counted by `now`."""
    calendar = inputs.published_versions().standard(now).calendar
    low, high = now - timedelta(days=20), now
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if calendar.between(middle, now) >= seconds:
            low = middle
        else:
            high = middle
    return low.replace(microsecond=0)


def step(client, ticket: Ticket, verb: str, **fields) -> Ticket:
    """An agent opens the step's form and sends it, as a browser would."""
    url = f"/desk/tickets/ticket/{ticket.pk}/steps/{verb}/"
    form = client.get(url)
    hidden = re.findall(r'name="(seen)" value="(\d+)"', form.content.decode())
    answer = client.post(url, {**dict(hidden), **fields})
    assert answer.status_code == 302, answer.content.decode()
    return Ticket.objects.get(pk=ticket.pk)


def letters(template: str) -> list[Letter]:
    return list(Letter.objects.filter(template=template, state=Letter.State.SENT))


def test_from_an_e_mail_to_the_month(client, clara, aoife, niamh, tmp_path):
    schedules.sync(at=timezone.now())
    received = support_hours_ago(6 * HOUR, timezone.now())
    said = manage("receive_mail", folder=tmp_path, stdin=eml(received=received))
    ticket = Ticket.objects.get()
    assert said == f"In a ticket, ticket {ticket.number}\n"
    assert ticket.opened_at == received

    with cluster(tmp_path):
        missed = until(
            lambda: SentWarning.objects.filter(clock="response", threshold="miss").first()
        )
        assert missed.deadline == ticket.response.due_at
        assert Ticket.objects.get().response.verdict == "running"

        client.force_login(aoife)
        ticket = step(client, ticket, "qualify", test="orders-stopped")
        assert (ticket.fault_class, ticket.response.verdict) == ("critical", "missed")
        assert 2 * HOUR <= ticket.response.late_by < 2 * HOUR + 180
        assert ticket.response.due_at == missed.deadline

        ticket = step(client, ticket, "downgrade", text="Use the order import meanwhile.")
        calendar = inputs.load_inputs(ticket).terms.calendar
        assert (ticket.fault_class, ticket.fix.limit) == ("medium", 8 * HOUR)
        assert ticket.fix.due_at == calendar.after(received, 8 * HOUR)

        ticket = step(client, ticket, "close", reason="resolved", text="It is repaired.")
        assert ticket.state == "closed"
        for template in ("open", "qualify", "downgrade", "close", "miss"):
            assert until(lambda template=template: letters(template)), template

    client.force_login(niamh)
    month = inputs.month_of(received)
    page = client.get(f"/desk/months/{month}/").content.decode()
    assert f">{ticket.number}</a> {ticket.subject}" in page
    figures = month_figures(month, at=timezone.now())
    missed = figures.responses.filter(verdict="missed").with_ticket()
    assert [row.ticket for row in missed] == [ticket]
    closed_in = inputs.month_bounds(inputs.month_of(ticket.closed_at))
    (fix,) = fixes_counted(*closed_in, client=None)
    assert (fix.fault_class, fix.verdict, fix.fixes) == ("critical", "missed", 1)
    assert '"met": 0' in manage("month", str(month), "--json", folder=tmp_path)
    files = [path.read_text() for path in tmp_path.glob("*.log")]
    assert any("clara@meadow.example" in text for text in files)
