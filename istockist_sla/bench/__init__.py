"""How fast the hot paths are: one module a subject, each a generator of lines to print."""

from collections.abc import Callable, Iterator

from istockist_sla.bench import (
    availability,
    clock,
    closing,
    desk,
    documents,
    mail,
    month,
    portal,
    rebuild,
    verdict,
)

SUBJECTS: dict[str, Callable[..., Iterator[str]]] = {
    "availability": availability.measure,
    "clock": clock.measure,
    "closing": closing.measure,
    "desk": desk.measure,
    "documents": documents.measure,
    "mail": mail.measure,
    "month": month.measure,
    "portal": portal.measure,
    "rebuild": rebuild.measure,
    "verdict": verdict.measure,
}
