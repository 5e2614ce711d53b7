"""A month's verdict in one sentence."""

from istockist_sla.core.lib.text import join_words
from tickets.reports.monthly import MonthFigures

NUMBERS = ("none", "one", "two", "three", "four")


def verdict_words(figures: MonthFigures) -> tuple[str, str]:
    """`Three of four measures were kept.`, and which were not, or had no cases (G7)."""
    kept = {"availability": figures.uptime.kept if figures.uptime else None}
    kept |= {figure.fault_class.capitalize(): figure.index.kept for figure in figures.classes}
    judged = [name for name, is_kept in kept.items() if is_kept is not None]
    if not judged:
        return "There is nothing to judge yet.", ""
    count = sum(kept[name] is True for name in judged)
    verb = "is" if count == 1 else "are"
    sentence = f"{_number(count, len(judged))} {verb} kept."
    if figures.is_running:
        sentence = f"So far {sentence[0].lower()}{sentence[1:]}"
    return sentence, " ".join(_others(kept))


def _number(count: int, of: int) -> str:
    if count == of == len(NUMBERS) - 1:
        return "All four measures"
    measures = "measure" if of == 1 else "measures"
    return f"{NUMBERS[count].capitalize()} of {NUMBERS[of]} {measures}"


def _others(kept: dict[str, bool | None]) -> list[str]:
    missed = [name for name, is_kept in kept.items() if is_kept is False]
    without = [name for name, is_kept in kept.items() if is_kept is None]
    sentences = [f"Not kept: {join_words(missed)}."] if missed else []
    return [*sentences, f"No cases: {join_words(without)}."] if without else sentences
