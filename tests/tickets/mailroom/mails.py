"""The mails that the tests read, as they came over the wire."""

from pathlib import Path

from tickets.mailroom.parsing import Incoming, parse

FOLDER = Path(__file__).parents[2] / "mail"
NAMES = sorted(path.stem for path in FOLDER.glob("*.eml"))
OUR_SERVER = "mx.istockist.example"


def raw(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def mail(name: str) -> Incoming:
    return parse(raw(name), authserv_id=OUR_SERVER)
