"""Why a verdict is what it is: the time of both clocks of one ticket, stretch by stretch. PURE."""

from collections.abc import Iterator, Mapping

from tickets.sla.bundle.documents import CLIENT_PART, SHARED
from tickets.sla.bundle.month_rows import ClientMonth
from tickets.sla.bundle.reading import read_client, read_document, read_shared
from tickets.sla.bundle.values import written


def ledger_of(files: Mapping[str, bytes], number: str) -> Iterator[str]:
    """The time of both clocks from the opening on, in stretches that count or do not (G9)."""
    try:
        shared = read_shared(read_document(SHARED, files["shared.json"]))
        client = read_client(read_document(CLIENT_PART, files["client.json"]))
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
