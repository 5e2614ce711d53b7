"""A lost second factor, taken off by somebody else."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from istockist_sla.core import second_factor
from istockist_sla.core.models import Event, Letter, SecondFactorReset
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED

pytestmark = pytest.mark.django_db
WHY = "She called, and her manager knows her voice"


def set_up(user):
    for kind in ("totp", "recovery_codes", "webauthn", "webauthn"):
        Authenticator.objects.create(user=user, type=kind, data={})
    return user


@pytest.fixture
def aoife(aoife):
    return set_up(aoife)


def reset(user, by, reason=WHY):
    return second_factor.reset(user_id=user.pk, reason=reason, by=by, at=OPENED)


def test_every_factor_goes(aoife, declan, sys):
    set_up(declan)
    reset(aoife, sys)
    assert not second_factor.has_any(aoife)
    assert second_factor.has_any(declan)


def test_every_session_ends(client, aoife, sys):
    client.force_login(aoife)
    reset(aoife, sys)
    assert client.get("/desk/").status_code == 302


def test_nobody_elses_session_ends(client, aoife, declan, sys):
    client.force_login(declan)
    reset(aoife, sys)
    assert client.get("/desk/").status_code == 200


def test_the_event_names_the_kinds_and_no_text(aoife, sys):
    done = reset(aoife, sys)
    event = Event.objects.about("user", aoife.pk).get()
    assert (event.verb, event.actor, event.data) == (
        "reset_second_factor",
        sys,
        {"reset": done.pk, "kinds": ["recovery_codes", "totp", "webauthn"]},
    )


def test_the_reason_is_kept_beside_it(aoife, sys):
    reset(aoife, sys, reason="  Lost \n phone ")
    kept = SecondFactorReset.objects.get()
    assert (kept.person, kept.by, kept.at, kept.reason) == (aoife, sys, OPENED, "Lost phone")


def test_the_person_gets_a_letter(aoife, sys, padraig):
    reset(aoife, sys)
    letter = Letter.objects.get()
    assert (letter.template, letter.to_address) == ("second_factor_reset", aoife.email)


def test_a_clients_administrator_can_be_helped_too(clara, sys):
    set_up(clara.user)
    reset(clara.user, sys)
    assert not second_factor.has_any(clara.user)


def test_nobody_resets_their_own(sys):
    with pytest.raises(ActionRefused, match="Nobody resets their own"):
        reset(set_up(sys), sys)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_it_needs_a_reason(aoife, sys, reason):
    with pytest.raises(ActionRefused, match="Say why"):
        reset(aoife, sys, reason=reason)


def test_where_there_is_none_nothing_is_reset(declan, sys):
    with pytest.raises(ActionRefused, match="no second factor"):
        reset(declan, sys)


def test_from_a_shell_all_administrators_are_told(sys, padraig):
    reset(set_up(sys), None)
    told = Letter.objects.filter(template="second_factor_reset_told")
    assert [letter.to_address for letter in told] == [padraig.email]
    assert Letter.objects.get(template="second_factor_reset").to_address == sys.email
    event = Event.objects.about("user", sys.pk).get()
    assert (event.actor, event.side) == (None, "system")


def test_the_database_refuses_ones_own(aoife):
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorReset.objects.create(person=aoife, by=aoife, reason=WHY, at=OPENED)


def test_it_is_a_line_of_the_log(aoife, sys, caplog):
    reset(aoife, sys)
    assert f"The second factor of {aoife.email} was reset by {sys.email}" in caplog.text
