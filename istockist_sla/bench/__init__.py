"""How fast the hot paths are: one module a subject, each a generator of lines to print."""

from collections.abc import Callable, Iterator

from istockist_sla.bench import clock, mail, month, rebuild, verdict

SUBJECTS: dict[str, Callable[[], Iterator[str]]] = {
    "clock": clock.measure,
    "mail": mail.measure,
    "month": month.measure,
    "rebuild": rebuild.measure,
    "verdict": verdict.measure,
}
