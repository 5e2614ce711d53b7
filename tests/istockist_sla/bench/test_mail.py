"""The benchmark of mail receives typical mails through the intake; its speed is no test."""

import re
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection

from istockist_sla.bench import letters_in, mail
from istockist_sla.core.models import Letter
from tickets.mailroom.parsing import parse
from tickets.models import Attachment, InboundMail, Ticket

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def told(db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.AUTHSERV_ID = tmp_path, ""
    return list(mail.measured(10, 5, now=NOW))


def test_both_mixes_are_measured_beside_their_baselines(told):
    said = "\n".join(told)
    for mix in mail.MIXES:
        assert f"{mix.name} " in said
        assert f"goal {mix.goal} a second" in said
    assert said.count("parsed only") == said.count("bytes stored only") == 2


def test_each_mail_becomes_a_ticket_with_its_letter_and_an_answer_none(told):
    """Two mixes of ten and five to warm up, and one ticket whose statements are counted."""
    accepted = InboundMail.objects.filter(state=InboundMail.State.ACCEPTED)
    assert (accepted.count(), Ticket.objects.count()) == (32, 31)
    assert Letter.objects.filter(template="open").count() == 31
    assert Attachment.objects.count() > 10


def test_a_new_ticket_takes_at_most_twelve_statements(told):
    (line,) = [line for line in told if line.startswith("statements of a new ticket")]
    assert int(re.search(r": (\d+) ", line)[1]) <= 12


@pytest.mark.parametrize(("size", "least", "most"), [(0, 500, 2_000), (100_000, 90_000, 105_000)])
def test_a_mail_has_the_size_that_its_mix_says(size, least, most):
    raw = letters_in.mail(1, 1, Random(1), size)
    assert least < len(raw) < most
    assert len(parse(raw, authserv_id="", max_bytes=10**7).attachments) == bool(size)


@pytest.mark.django_db
def test_without_postgresql_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    (said,) = mail.measure()
    assert "DATABASE_URL" in said
