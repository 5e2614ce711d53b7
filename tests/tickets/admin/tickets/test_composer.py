"""The composer offers what is available now."""

from istockist_sla.desk.actions import ActionForm, ActionLink
from tickets.admin.tickets.composer import chosen_mode, composer_modes


def links(*verbs):
    return {verb: ActionLink(ActionForm, verb, f"/{verb}/") for verb in verbs}


def buttons(mode):
    return [button.label for button in mode.buttons]


def test_nothing_is_available():
    assert composer_modes({}) == []


def test_replying_is_the_main_button_and_comes_last():
    (mode,) = composer_modes(links("reply", "ask", "close"))
    assert buttons(mode) == ["Reply and close…", "Reply and wait", "Reply"]


def test_closing_takes_the_text_over_as_a_draft():
    (mode,) = composer_modes(links("reply", "close"))
    assert mode.buttons[0][1:] == ("/close/", "draft", "1", "")


def test_each_team_has_a_mode_without_files():
    modes = composer_modes(links("hand_over"))
    assert [(mode.code, mode.takes_files) for mode in modes] == [
        ("operations", False),
        ("development", False),
    ]


def test_the_client_sees_neither_notes_nor_reports():
    modes = composer_modes(links("note", "hear_back"))
    assert {mode.note for mode in modes} == {"The client never sees it."}


def chosen(asked, drafted, *verbs):
    mode = chosen_mode(composer_modes(links(*verbs)), asked, drafted)
    return mode and mode.code


def test_the_first_mode_is_shown_unless_another_is_asked_for():
    assert chosen("", "", "reply", "note") == "reply"
    assert chosen("note", "", "reply", "note") == "note"
    assert chosen("odd", "", "reply", "note") == "reply"


def test_a_draft_is_shown_as_what_it_was_written_as():
    assert chosen("", "note", "reply", "note") == "note"
    assert chosen("reply", "note", "reply", "note") == "reply"


def test_a_draft_for_somebody_who_is_out_of_reach_becomes_a_note():
    assert chosen("", "report", "reply", "note") == "note"


def test_without_actions_there_is_no_mode():
    assert chosen("", "note") is None
