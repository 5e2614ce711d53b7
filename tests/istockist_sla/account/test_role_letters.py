"""Letters about roles and second factors: complete, and the same in text and HTML."""

import re
from copy import deepcopy

import pytest
from allauth.mfa.models import Authenticator

from istockist_sla.account import role_letters
from istockist_sla.core import letters, role_proposals, roles, second_factor, staff
from istockist_sla.core.models import Letter, RoleProposal
from tests.conftest import OPENED
from tests.tickets.notifications.test_rendering import words_of_html, words_of_text

pytestmark = pytest.mark.django_db
WHY = "Covers for Brian & others"


@pytest.fixture
def strict(settings):
    """A variable that is not there shows itself."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = "MISSING(%s)"
    settings.TEMPLATES = templates


@pytest.fixture
def story(sys, padraig, aoife):
    """Aoife becomes a manager by two hands and is dismissed and readmitted; both administrators
    lose their factors."""
    about = {"by": sys, "at": OPENED, "reason": WHY}
    staff.engage(email="new@istockist.example", name="Nora Flynn", groups=[roles.SUPPORT], **about)
    acts = [
        lambda: staff.reassign(user_id=aoife.pk, groups=[roles.MANAGER], **about),
        lambda: staff.dismiss(user_id=aoife.pk, **about),
        lambda: staff.readmit(user_id=aoife.pk, **about),
        lambda: staff.engage(
            email="m@istockist.example", name="Una Roe", groups=[roles.MANAGER], **about
        ),
    ]
    for act in acts:
        role_proposals.approve(act().proposal.pk, by=padraig, at=OPENED)
    staff.appoint_administrator(
        email="third@istockist.example", name="Tara Third", reason=WHY, at=OPENED
    )
    for user, by in ((aoife, sys), (sys, None)):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        second_factor.reset(user_id=user.pk, reason=WHY, by=by, at=OPENED)


def newest(template, to):
    return letters.render(Letter.objects.filter(template=template, to_address=to.email).first())


def test_every_letter_is_written(story):
    written = set(Letter.objects.values_list("template", flat=True))
    assert written == set(role_letters.CONTEXTS)


def test_every_letter_is_complete(story, strict):
    for letter in Letter.objects.all():
        rendered = letters.render(letter)
        for words in (rendered.subject, rendered.text, rendered.html):
            assert not re.search(r"MISSING|\{[{%#]|\bNone\b", words), (letter.template, words)


def test_text_and_html_say_the_same(story):
    brand = ["iStockist", "Support"]
    for letter in Letter.objects.all():
        rendered = letters.render(letter)
        read = words_of_html(rendered.html)
        start = next(i for i in range(len(read)) if read[i : i + 2] == brand)
        assert read[:start] + read[start + 2 :] == words_of_text(rendered.text), letter.template


def test_every_change_and_every_proposal_has_its_words():
    assert set(role_letters.CHANGES) == set(role_letters.PROPOSALS)
    assert set(role_letters.CHANGES) == set(RoleProposal.Change.values)


def test_a_row_keeps_the_event_alone(story):
    assert {tuple(letter.context) for letter in Letter.objects.all()} == {("event",)}


def test_a_change_by_two_hands_names_both(sys, padraig, story):
    text = newest("role_changed", padraig).text
    assert "Nobody else approved it." in text  # Tara, from a shell
    proposal = RoleProposal.objects.get(change="dismiss")
    letter = Letter.objects.get(
        template="role_changed", to_address=sys.email, context__event=last_event(proposal)
    )
    text = letters.render(letter).text
    assert "Proposed by: Sinéad Walsh\nApproved by: Pádraig Lyons" in text
    assert "Before: Manager\nNow: No role" in text
    assert f"Reason: {WHY}" in text


def last_event(proposal):
    event = role_letters.Event.objects.about("user", proposal.person_id)
    return event.filter(verb=proposal.change, data__proposal=proposal.pk).get().pk


def test_a_proposal_leads_to_its_decision(padraig, story):
    proposal = RoleProposal.objects.get(change="engage", proposer__isnull=False)
    rendered = newest("role_proposed", padraig)
    assert rendered.subject == "To decide: Sinéad Walsh proposes to add Una Roe"
    assert f"/desk/core/roleproposal/{proposal.pk}/change/" in rendered.text


def test_whose_factor_is_reset_reads_by_whom_and_why(aoife, sys, story):
    text = newest("second_factor_reset", aoife).text
    assert "By: Sinéad Walsh" in text
    assert f"Reason: {WHY}" in text
    assert "By: An operator of the server" in newest("second_factor_reset", sys).text


def test_what_people_wrote_is_escaped_in_html(aoife, story):
    assert "Brian &amp; others" in newest("second_factor_reset", aoife).html
