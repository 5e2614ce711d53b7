"""The audit log: words instead of codes, filters, and pages that do not count."""

from datetime import timedelta

import pytest
from django.urls import reverse

from istockist_sla.core import roles, staff
from istockist_sla.desk.admin.events import ON_A_PAGE
from tests.conftest import OPENED
from tickets import lifecycle, records

LOG = "/desk/core/event/"


@pytest.fixture
def log(client, niamh):
    client.force_login(niamh)

    def shown(**asked):
        return client.get(LOG, asked).context["rows"]

    return shown


@pytest.fixture
def acts(ticket, aoife, niamh, sys, padraig, clara):
    """One of each sort that is filtered by."""
    lifecycle.take(ticket.pk, by=aoife, at=OPENED + timedelta(minutes=5), seen=None)
    staff.reassign(
        user_id=aoife.pk, groups=[roles.MANAGER], by=sys, at=OPENED, reason="Covers for Brian"
    )
    records.record_fact(
        client_id=clara.client_id,
        kind="rate_limit",
        value="yes",
        since=OPENED,
        evidence="Order form",
        by=niamh,
        at=OPENED + timedelta(days=1),
    )


def sentences(rows):
    return [f"{row.who} {row.sentence}" for row in rows]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"person": "brennan"}, ["Aoife Brennan took it in charge."]),
        (
            {"kind": "client"},
            [
                "Niamh Kearney recorded a fact: Rate limit on the account is yes from "
                "10\xa0Mar\xa02026,\xa009:00\xa0GMT"
            ],
        ),
        (
            {"verb": "roles"},
            ["Sinéad Walsh proposed a change of roles: Support agent, then Manager"],
        ),
        ({"verb": "take"}, ["Aoife Brennan took it in charge."]),
        ({"since": "2026-03-11", "kind": "ticket"}, []),
        (
            {"about": "1001"},
            ["Aoife Brennan took it in charge.", "Clara Whitcombe opened the ticket."],
        ),
    ],
)
def test_it_is_filtered_by_person_subject_act_and_day(log, acts, asked, wanted):
    assert sentences(log(**asked)) == wanted


def test_the_subject_stands_by_its_name(log, acts, clara):
    [row] = log(kind="client")
    assert row.about.name == clara.client.name
    assert reverse("admin:tickets_client_change", args=[clara.client_id]) in row.about.link


def test_a_page_begins_after_the_last_row_of_the_one_before(client, niamh, ticket, aoife):
    for minute in range(ON_A_PAGE + 3):
        lifecycle.note(ticket.pk, text="Look.", by=aoife, at=OPENED + timedelta(minutes=minute))
    client.force_login(niamh)
    first = client.get(LOG, {"person": "aoife"})
    assert len(first.context["rows"]) == ON_A_PAGE
    second = client.get(LOG + first.context["next_url"]).context
    assert (len(second["rows"]), second["next_url"]) == (3, "")
