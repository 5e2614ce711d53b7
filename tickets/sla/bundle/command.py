"""Verify a bundle from the command line: python3 -I verify.py BUNDLE.zip --head HASH

It reads the files that it is given, asks neither the network nor the clock nor any time zone, and
prints codes only.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zipfile import BadZipFile

from tickets.sla.bundle.archive import bytes_in, files_in
from tickets.sla.bundle.before import OF_BEFORE, OF_CHANGE, of_before
from tickets.sla.bundle.counts import of_counts
from tickets.sla.bundle.ledger import ledger_of
from tickets.sla.bundle.letters import FORM_OF_LETTER, NOTE, of_letters, of_openings
from tickets.sla.bundle.reading import read_document
from tickets.sla.bundle.values import Malformed
from tickets.sla.bundle.verifying import NOT_RECOMPUTED, Unreadable, read_bundle, verify
from tickets.sla.bundle.whole import of_whole

SAME, DIFFERENT, NOT_READ = 0, 1, 2
# Beginnings of lines that are no difference.
REMARKS = (NOTE, OF_CHANGE)
WITHOUT_HEAD = (
    f"{NOTE}nothing inside a bundle can prove the bundle; compare this head with the one you were "
    "sent: "
)


def main(arguments: Sequence[str]) -> int:
    given = _parser().parse_args(arguments)
    try:
        files = files_in(given.bundle)
        found = [*verify(files, head=given.head), *of_counts(files), *_beside(files, given)]
    except (BadZipFile, OSError, ValueError) as error:
        _say(f"not read: {type(error).__name__}")
        return NOT_READ
    remarks = [each for each in found if each.startswith(REMARKS)]
    differing = [each for each in found if not each.startswith(REMARKS)]
    for line in [*(differing or ["same"]), *remarks]:
        _say(line)
    for number in given.why:
        for line in ledger_of(files, number):
            _say(line)
    if given.head is None and "month.json" in files:
        _say(WITHOUT_HEAD + _head_of_file(files["month.json"]))
    return DIFFERENT if differing else SAME


def _beside(files: Mapping[str, bytes], given: Any) -> Iterator[str]:
    """What the client has besides: letters, an older bundle, the cards of all."""
    yield from of_openings(files, given.ticket)
    yield from of_letters(files, given.letter)
    if given.before is not None:
        yield from _of_older(files_in(given.before), files)
    if given.whole is not None:
        yield from of_whole(bytes_in(given.whole), files)


def _of_older(older: Mapping[str, bytes], files: Mapping[str, bytes]) -> Iterator[str]:
    try:
        before = read_bundle(older)
    except Unreadable as error:
        yield from (OF_BEFORE + each for each in error.found)
        return
    try:
        yield from of_before(before, read_bundle(files))
    except Unreadable:
        return  # as the verifier says itself
    except (*NOT_RECOMPUTED, AttributeError):
        yield f"{OF_BEFORE}cannot be compared"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="verify.py")
    parser.add_argument("bundle", metavar="BUNDLE.zip")
    parser.add_argument("--head", metavar="HASH", help="the hash that the letter told you")
    for name, metavar, words in (
        ("--ticket", "NUMBER=INSTANT", "a ticket of yours with its opening"),
        ("--letter", FORM_OF_LETTER, "a ticket's acts so far, as the end of a letter told you"),
        ("--why", "NUMBER", "show what counted of a ticket, and why"),
    ):
        text = f"{words}; may be repeated"
        parser.add_argument(name, action="append", default=[], metavar=metavar, help=text)
    parser.add_argument(
        "--before", metavar="OLD.zip", help="show what an amendment changed since this bundle"
    )
    parser.add_argument(
        "--whole", metavar="whole.json", help="the cards of all clients, whose sums are the totals"
    )
    return parser


def _head_of_file(data: bytes) -> str:
    try:
        return read_document("month", data).hash
    except Malformed:
        return "none"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
