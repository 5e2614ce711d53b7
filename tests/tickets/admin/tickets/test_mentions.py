"""Colleagues named in a note by @."""

import pytest

from istockist_sla.core.models import Event, Letter, User
from tests.tickets.admin.conftest import page_url
from tickets.admin.tickets.mentions import mentions

PEOPLE = [
    User(pk=1, name="Ewa Lis", email="ewa@istockist.example"),
    User(pk=2, name="Niamh Kearney", email="n.kearney@istockist.example"),
    User(pk=3, name="Niamh Byrne", email="nbyrne@istockist.example"),
]


@pytest.mark.parametrize(
    ("text", "people", "unknown"),
    [
        ("@Ewa Lis I check it.", [1], []),
        ("See @ewa, and @Niamh Byrne.", [1, 3], []),
        ("@Niamh look", [], ["@Niamh"]),
        ("(@nbyrne)", [3], []),
        ("Write to orders@ewa.example", [], []),
        ("@Ewa @Ewa Lis", [1], []),
        ("@", [], []),
    ],
)
def test_who_is_named(text, people, unknown):
    found = mentions(text, PEOPLE)
    assert [person.pk for person in found.people] == people
    assert found.unknown == unknown


def test_whoever_is_mentioned_is_told_and_the_event_holds_ids_alone(do, ticket, agent, niamh):
    do(ticket, "note", text="@Niamh what do you say? @Nobody")
    assert Event.objects.get(verb="note").data["mentions"] == [niamh.pk]
    assert Letter.objects.get(template="mention").to_address == niamh.email
    said = agent.get(page_url(ticket)).text
    assert "Told by e-mail: Niamh Kearney." in said
    assert "Nobody here, or more than one, is called @Nobody." in said


def test_nobody_is_told_of_their_own_words(do, ticket):
    do(ticket, "note", text="@Aoife remember")
    assert not Letter.objects.filter(template="mention").exists()
