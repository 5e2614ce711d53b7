"""The composer below a ticket's thread: one text, and several actions that may send it."""

from dataclasses import dataclass
from typing import NamedTuple

from istockist_sla.desk.actions import ActionLink
from tickets.models import Team, Verb

INTERNAL = "The client never sees it."
REPLIES = "Your reply goes to the client"
ASKS = "Your question goes to the client, and the fix clock waits,"


class ComposerButton(NamedTuple):
    label: str
    url: str
    name: str = ""
    value: str = ""
    # What the browser says for ten seconds before it sends it; empty for what sends no letter.
    sends: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ComposerMode:
    """Whom the text is for; the last button is the main one."""

    code: str
    name: str
    buttons: list[ComposerButton]
    note: str = ""
    takes_files: bool = True


def composer_modes(actions: dict[str, ActionLink]) -> list[ComposerMode]:
    """Those that are available now; `actions` by verb."""
    modes = []
    if Verb.REPLY in actions:
        buttons = _reply_buttons(actions)
        modes.append(ComposerMode(code="reply", name="Reply to client", buttons=buttons))
    if Verb.NOTE in actions:
        buttons = [ComposerButton("Note", actions[Verb.NOTE].url)]
        modes.append(
            ComposerMode(code="note", name="Internal note", buttons=buttons, note=INTERNAL)
        )
    if Verb.HAND_OVER in actions:
        url = actions[Verb.HAND_OVER].url
        modes += [_team_mode(team, name, url) for team, name in Team.choices]
    if Verb.HEAR_BACK in actions:
        buttons = [ComposerButton("Record the report", actions[Verb.HEAR_BACK].url)]
        modes.append(
            ComposerMode(
                code="report", name="Report back", buttons=buttons, note=INTERNAL, takes_files=False
            )
        )
    return modes


def chosen_mode(modes: list[ComposerMode], asked: str, drafted: str) -> ComposerMode | None:
    """The mode that is asked for, else that of the draft; a draft for somebody to whom one cannot
    write now becomes a note, so that it does not reach the client."""
    by_code = {mode.code: mode for mode in modes}
    wanted = [asked, drafted, "note"] if drafted else [asked]
    first = modes[0] if modes else None
    return next((by_code[code] for code in wanted if code in by_code), first)


def _reply_buttons(actions: dict[str, ActionLink]) -> list[ComposerButton]:
    buttons = []
    if Verb.CLOSE in actions:
        # Hands the text over to the form that closes, as a draft.
        buttons.append(ComposerButton("Reply and close…", actions[Verb.CLOSE].url, "draft", "1"))
    if Verb.ASK in actions:
        buttons.append(ComposerButton("Reply and wait", actions[Verb.ASK].url, sends=ASKS))
    return [*buttons, ComposerButton("Reply", actions[Verb.REPLY].url, sends=REPLIES)]


def _team_mode(team: str, name: str, url: str) -> ComposerMode:
    button = ComposerButton(f"Hand over to {name}", url, "team", team)
    return ComposerMode(
        code=team, name=f"To {name}", buttons=[button], note=INTERNAL, takes_files=False
    )
