"""The mails that the tests read, as they came over the wire."""

from pathlib import Path

from tickets.mailroom.parsing import Incoming, parse

FOLDER = Path(__file__).parents[2] / "mail"
WORLD = FOLDER / "world"
NAMES = sorted(path.stem for path in FOLDER.glob("*.eml"))
WORLD_NAMES = sorted(path.stem for path in WORLD.glob("*.eml"))
OUR_SERVER = "mx.istockist.example"


def raw(name: str) -> bytes:
    folder = FOLDER if name in NAMES else WORLD
    return (folder / f"{name}.eml").read_bytes()


def mail(name: str) -> Incoming:
    return parse(raw(name), authserv_id=OUR_SERVER, received_by=OUR_SERVER)
