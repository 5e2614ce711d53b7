"""Whether a bundle says what follows from its rows: every difference by name. PURE."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tickets.sla.bundle.differences import of_seals
from tickets.sla.bundle.documents import CHAIN, CLIENT_PART, MONTH, PROOF, SHARED
from tickets.sla.bundle.linked import of_chain, of_hashes
from tickets.sla.bundle.month_rows import ClientMonth, ClientRows, SharedRows
from tickets.sla.bundle.reading import (
    Document,
    read_client,
    read_document,
    read_shared,
)
from tickets.sla.bundle.recomputed import (
    bounds_differences,
    card_differences,
    figures_differences,
    service_differences,
    ticket_differences,
)
from tickets.sla.bundle.rules import broken_by_client, broken_by_shared
from tickets.sla.bundle.values import Malformed, written

FILES = (MONTH, CHAIN, SHARED, CLIENT_PART, PROOF)
NOT_RECOMPUTED = (ArithmeticError, AssertionError, LookupError, TypeError, ValueError)


class Bundle(NamedTuple):
    """The documents of one client's month, each as it was read."""

    month: Document
    chain: Document
    shared: Document
    client: Document
    proof: Document


class Unreadable(ValueError):
    """Files that are no bundle; `found` says why, for each of them."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__("; ".join(found))


def read_bundle(files: Mapping[str, bytes]) -> Bundle:
    """Raises Unreadable where one is missing or no canonical document of its kind."""
    documents: dict[str, Document] = {}
    found = []
    for kind in FILES:
        name = f"{kind}.json"
        if name not in files:
            found.append(f"{name}: missing")
            continue
        try:
            documents[kind] = read_document(kind, files[name])
        except Malformed as error:
            found.append(str(error))
    if found:
        raise Unreadable(found)
    return Bundle(*(documents[kind] for kind in FILES))


def verify(files: Mapping[str, bytes], *, head: str | None = None) -> list[str]:
    """The differences in the order of the checks, none where all is as it says.

    `files` are the bytes by their names, `month.json` and so on; `head` is the hash that was
    mailed at the closing, without which nothing can prove the bundle as a whole.
    """
    try:
        bundle = read_bundle(files)
    except Unreadable as error:
        return error.found
    return list(dict.fromkeys(_differences_of(bundle, head)))


def _differences_of(bundle: Bundle, head: str | None) -> Iterator[str]:
    if head is not None and bundle.month.hash != head:
        yield "month.json: not the one with this head"
    yield from of_chain(bundle.month, bundle.chain)
    yield from of_hashes(bundle.month, bundle.shared, bundle.client, bundle.proof)
    yield from of_seals(bundle.shared)
    yield from of_seals(bundle.client)
    try:
        shared, client = read_shared(bundle.shared), read_client(bundle.client)
    except Malformed as error:
        yield str(error)
        return
    yield from broken_by_shared(shared)
    yield from broken_by_client(client)
    yield from _of_stamps(bundle, shared, client)
    yield from _of_figures(bundle, shared, client)


def _of_stamps(bundle: Bundle, shared: SharedRows, client: ClientRows) -> Iterator[str]:
    """A document may be older than its month's amendment, but is one of this month's."""
    closings = [
        (each.get("month"), each.get("number"), each.get("recorded_before"))
        for each in [*_listed(bundle.chain), bundle.month.value]
        if isinstance(each, dict)
    ]
    for document in (bundle.shared, bundle.client):
        value = document.value
        if value["month"] != bundle.month.value["month"] or (
            (value["month"], value["number"], value["recorded_before"]) not in closings
        ):
            yield f"{document.file}: of no closing of this month"
    if client.stamp.recorded_before < shared.stamp.recorded_before:
        yield "client.json: older than shared.json"


def _listed(chain: Document) -> list[Any]:
    months = chain.value["months"]
    return months if isinstance(months, list) else []


def _of_instants(bundle: Bundle, month: ClientMonth) -> Iterator[str]:
    """A ticket is as it was recorded at a closing or an amendment of this month, and rests on the
    facts that were known then; one of another month on those of a closing or an amendment of that
    one, unless it was never closed (P4)."""
    instants: dict[str, set[str]] = {}
    for each in [*_listed(bundle.chain), bundle.month.value]:
        if isinstance(each, dict):
            instants.setdefault(str(each.get("month")), set()).add(str(each.get("recorded_before")))
    own = str(month.shared.stamp.month)
    for rows in month.client.tickets:
        opened_in = str(month.versions.months.month_of(rows.events[0].at))
        recorded_before = written(rows.recorded_before)
        if recorded_before not in instants.get(own, ()):
            yield f"ticket {rows.number}: of another instant than a closing of this month"
        of_other = instants.get(opened_in) if opened_in != own else None
        if written(rows.facts_before) not in (of_other or {recorded_before}):
            yield f"ticket {rows.number}: facts of another instant than a closing"


def _of_figures(bundle: Bundle, shared: SharedRows, client: ClientRows) -> Iterator[str]:
    try:
        month = ClientMonth(shared, client)
        bounds = month.bounds
    except NOT_RECOMPUTED:
        yield "shared.json: its versions give no month"
        return
    yield from bounds_differences(bundle.shared.value, bounds)
    yield from _of_instants(bundle, month)
    claimed = bundle.client.value
    judged = []
    for rows, ticket in zip(client.tickets, claimed["tickets"], strict=True):
        name = f"ticket {rows.number}"
        try:
            each = month.judge(rows)
            found = list(ticket_differences(name, ticket["claim"], each, bounds))
        except NOT_RECOMPUTED:
            yield f"{name}: cannot be recomputed"
            continue
        judged.append(each)
        yield from found
    try:
        yield from figures_differences(claimed["figures"], month, judged)
        yield from card_differences(bundle.proof.value["card"], month, judged)
        yield from service_differences(bundle.shared.value, claimed["availability"], month)
    except NOT_RECOMPUTED:
        yield "figures: cannot be recomputed"
