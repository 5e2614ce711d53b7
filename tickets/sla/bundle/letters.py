"""What the client's letters say of its tickets, beside what the bundle says of them. PURE."""

import re
from collections.abc import Iterator, Mapping, Sequence

from tickets.sla.bundle.acts import Witness, acts_document, digest_of_acts
from tickets.sla.bundle.documents import CLIENT_PART
from tickets.sla.bundle.month_rows import ClientRows
from tickets.sla.bundle.reading import read_client, read_document
from tickets.sla.bundle.values import Malformed, written

FORM_OF_LETTER = "NUMBER=ACT:INSTANT:DIGEST"
LETTER = re.compile(r"(\d{1,9})=([1-9]\d{0,8}):(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ):([0-9a-f]{16})")
# Lines that begin so are no difference.
NOTE = "note: "


def of_openings(files: Mapping[str, bytes], told: Sequence[str]) -> Iterator[str]:
    """`told` are tickets with their openings, each as NUMBER=INSTANT."""
    rows = _client_of(files) if told else None
    opened = {str(each.number): written(each.events[0].at) for each in rows.tickets} if rows else {}
    for each in told:
        number, _, at = each.partition("=")
        if number not in opened:
            yield f"ticket {number}: not in the bundle"
        elif opened[number] != at:
            yield f"ticket {number}: opened at {opened[number]}, the letter says {at}"


def of_letters(files: Mapping[str, bytes], told: Sequence[str]) -> Iterator[str]:
    """`told` are what stood at the foot of letters: a ticket, and its acts so far."""
    rows = _client_of(files) if told else None
    for place, text in enumerate(told, 1):
        found = LETTER.fullmatch(text)
        if found is None:
            yield f"letter {place}: not {FORM_OF_LETTER}"
            continue
        number, act, at, digits = found.groups()
        witness = Witness(int(act), at, digits)
        yield from _of_letter(f"ticket {int(number)}", rows, int(number), witness)


def _of_letter(name: str, rows: ClientRows | None, number: int, told: Witness) -> Iterator[str]:
    tickets = {each.number: each for each in rows.tickets} if rows else {}
    if rows is None or number not in tickets:
        yield f"{name}: not in the bundle"
        return
    acts = acts_document(tickets[number].events)
    if told.act > len(acts):
        is_later = told.at >= written(rows.stamp.recorded_before)
        yield (
            f"{NOTE}{name}: act {told.act} is later than the closing"
            if is_later
            else f"{name}: the letter tells of act {told.act}, the file lists {len(acts)}"
        )
        return
    so_far = acts[: told.act]
    at, digits = so_far[-1]["at"], digest_of_acts(so_far)
    if at != told.at:
        yield f"{name}: act {told.act} at {at}, the letter says {told.at}"
    if digits != told.digest:
        yield f"{name}: acts up to {told.act} are {digits}, the letter says {told.digest}"


def _client_of(files: Mapping[str, bytes]) -> ClientRows | None:
    """None for what cannot be read, as the verifier says itself."""
    try:
        return read_client(read_document(CLIENT_PART, files["client.json"]))
    except (LookupError, Malformed):
        return None
