"""Verify a bundle from the command line: python3 -I verify.py BUNDLE.zip --head HASH

It reads one file, asks neither the network nor the clock nor any time zone, and prints codes only.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zipfile import BadZipFile, ZipFile

from tickets.sla.bundle.month_rows import ClientMonth
from tickets.sla.bundle.reading import read_client, read_document, read_shared
from tickets.sla.bundle.values import Malformed, written
from tickets.sla.bundle.verifying import FILES, verify

SAME, DIFFERENT, NOT_READ = 0, 1, 2
# What a bundle may unpack to: some hundred thousand tickets.
MOST_BYTES = 256 * 1024 * 1024
WITHOUT_HEAD = (
    "note: nothing inside a bundle can prove the bundle; compare this head with the one you were "
    "sent: "
)


def main(arguments: Sequence[str]) -> int:
    given = _parser().parse_args(arguments)
    try:
        files = _files_in(given.bundle)
    except (BadZipFile, OSError, ValueError) as error:
        _say(f"not read: {type(error).__name__}")
        return NOT_READ
    found = verify(files, head=given.head)
    found += _of_letters(files, given.ticket)
    for each in found:
        _say(each)
    if not found:
        _say("same")
    for number in given.why:
        for line in _ledger_of(files, number):
            _say(line)
    if given.head is None and "month.json" in files:
        _say(WITHOUT_HEAD + _head_of_file(files["month.json"]))
    return DIFFERENT if found else SAME


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="verify.py")
    parser.add_argument("bundle", metavar="BUNDLE.zip")
    parser.add_argument("--head", metavar="HASH", help="the hash that the letter told you")
    parser.add_argument(
        "--ticket",
        action="append",
        default=[],
        metavar="NUMBER=INSTANT",
        help="a ticket of yours with its opening, as the letter told you; may be repeated",
    )
    parser.add_argument(
        "--why",
        action="append",
        default=[],
        metavar="NUMBER",
        help="show what counted of a ticket, and why; may be repeated",
    )
    return parser


def _files_in(path: str) -> dict[str, bytes]:
    """Of names that it knows, and never more than their bound."""
    with ZipFile(path) as bundle:
        names = bundle.namelist()
        wanted = [f"{kind}.json" for kind in FILES]
        if any(names.count(name) > 1 for name in wanted):
            raise BadZipFile("a name twice")
        found = {}
        for name in wanted:
            if name in names:
                with bundle.open(name) as file:
                    found[name] = file.read(MOST_BYTES + 1)
                if len(found[name]) > MOST_BYTES:
                    raise BadZipFile("too large")
        return found


def _head_of_file(data: bytes) -> str:
    try:
        return read_document("month", data).hash
    except Malformed:
        return "none"


def _of_letters(files: Mapping[str, bytes], told: Iterable[str]) -> Iterator[str]:
    """Tickets of which the client has a letter, beside those of the bundle."""
    opened = _openings_in(files)
    for each in told:
        number, _, at = each.partition("=")
        if number not in opened:
            yield f"ticket {number}: not in the bundle"
        elif opened[number] != at:
            yield f"ticket {number}: opened at {opened[number]}, the letter says {at}"


def _openings_in(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        tickets = read_document("client", files["client.json"]).value["tickets"]
        return {str(each["number"]): each["events"][0]["at"] for each in tickets}
    except (LookupError, TypeError, ValueError):
        return {}


def _ledger_of(files: Mapping[str, bytes], number: str) -> Iterator[str]:
    """The time of both clocks from the opening on, in stretches that count or do not (G9)."""
    try:
        shared = read_shared(read_document("shared", files["shared.json"]))
        client = read_client(read_document("client", files["client.json"]))
        month = ClientMonth(shared, client)
        rows = next(each for each in client.tickets if str(each.number) == number)
        verdicts = month.judge(rows).verdicts
    except StopIteration:
        yield f"ticket {number}: not in the bundle"
        return
    except (ArithmeticError, LookupError, TypeError, ValueError):
        yield f"ticket {number}: cannot be recomputed"
        return
    for name, clock in (("response", verdicts.response), ("fix", verdicts.fix)):
        for each in clock.ledger:
            counts = "counts" if each.counted else "does not count"
            stretch = f"{written(each.start)} {written(each.end)} {each.seconds}"
            yield f"ticket {number}.{name}: {stretch} {counts}: {each.reason}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
