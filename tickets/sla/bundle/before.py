"""What differs between two bundles of one client's month, of its closing and an amendment or of two
amendments, and whether the later one follows from the earlier. PURE."""

from collections.abc import Iterator
from typing import Any

from tickets.sla.bundle.differences import CHANGED, differences
from tickets.sla.bundle.linked import months_of, of_hashes
from tickets.sla.bundle.verifying import Bundle

# Lines that begin so are no difference.
OF_CHANGE = "changed: "
OF_BEFORE = "before: "


def of_before(before: Bundle, now: Bundle) -> Iterator[str]:
    refused = _incomparable(before, now)
    if refused:
        yield OF_BEFORE + refused
        return
    for each in of_hashes(before.month, before.shared, before.client, before.proof):
        yield OF_BEFORE + each
    if before.month.hash not in months_of(now.month, now.chain):
        yield f"{OF_BEFORE}not in the chain of this one"
    yield from _of_amends(before, now)
    for old, new in zip(before, now, strict=True):
        if old.hash != new.hash:
            yield OF_CHANGE + new.file
    yield from _of_tickets(_tickets_of(before), _tickets_of(now))
    yield from _of_sections(before, now)


def _incomparable(before: Bundle, now: Bundle) -> str:
    if before.client.value["client"] != now.client.value["client"]:
        return "of another client"
    if before.month.value["month"] != now.month.value["month"]:
        return "of another month"
    numbers = [each.found["number"].count() for each in (before.month, now.month)]
    return "" if numbers == sorted(numbers) else "later than this one"


def _of_amends(before: Bundle, now: Bundle) -> Iterator[str]:
    """A client's document names the one that it amends; of one that lies between, nothing is
    known."""
    if before.client.hash == now.client.hash:
        return
    amends = now.client.value["amends"]
    if now.month.value["number"] <= before.month.value["number"]:
        yield "client.json: another file for the same closing"
    elif amends is None:
        yield "client.json: changed, and amends none"
    elif amends != before.client.hash:
        is_next = now.month.value["amends"] == before.month.hash
        between = "client.json amends one from between the two"
        yield "client.json: amends another file" if is_next else OF_CHANGE + between


def _tickets_of(bundle: Bundle) -> dict[int, Any]:
    return {each["number"]: each for each in bundle.client.value["tickets"]}


def _of_tickets(before: dict[int, Any], now: dict[int, Any]) -> Iterator[str]:
    for number in sorted(before.keys() | now.keys()):
        name = f"ticket {number}"
        if number not in before:
            yield f"{OF_CHANGE}{name}: new"
        elif number not in now:
            # What was opened in the month stays in it; a fix may come to lie in another.
            was_opened = before[number]["claim"]["response"] is not None
            yield (
                f"{name}: left out"
                if was_opened
                else f"{OF_CHANGE}{name}: not of this month any more"
            )
        elif before[number] != now[number]:
            yield from _of_ticket(name, before[number], now[number])


def _of_ticket(name: str, before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Acts are only added; persons and evidence have new numbers and hashes in each file."""
    acts = before["events"]
    if now["events"][: len(acts)] != acts:
        yield f"{name}: its acts before are not the first of those now"
    for key in ("events", "findings"):
        if len(before[key]) != len(now[key]):
            yield f"{OF_CHANGE}{name}.{key}: {len(before[key])} before, {len(now[key])} now"
    for key in ("facts_before", "claim"):
        yield from _changed(f"{name}.{key}".removesuffix(".claim"), before[key], now[key])


def _of_sections(before: Bundle, now: Bundle) -> Iterator[str]:
    for name in ("published", "figures", "availability"):
        yield from _changed(name, before.client.value[name], now.client.value[name])
    facts = [len(each.client.value["facts"]) for each in (before, now)]
    yield from _changed("facts", *facts)
    for name in ("bounds", "published", "maintenance", "service", "gaps"):
        if before.shared.value[name] != now.shared.value[name]:
            yield f"{OF_CHANGE}shared.json: {name}"


def _changed(name: str, before: Any, now: Any) -> Iterator[str]:
    for each in differences(name, before, now, CHANGED):
        yield OF_CHANGE + each
