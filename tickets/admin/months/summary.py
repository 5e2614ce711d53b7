"""A month's page below its tiles: a line for each part, with its count and what it consists of."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.urls import reverse

from istockist_sla.core.lib.text import duration
from tickets.admin.months.entries import Entry, Group, Line, delays, rated, told
from tickets.admin.months.filters import CONTRACTUAL, END, INDICATIVE, REOPENED, START
from tickets.models import Finding, Rating
from tickets.reports.behind import Behind
from tickets.reports.decisions import FindingCount
from tickets.reports.fixes import FixCount
from tickets.reports.monthly import MonthFigures
from tickets.sla.terms import CLASSES
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED, RUNNING
from tickets.wording.not_judged import LABELS

REQUEST = "request"


class Summary:
    """Builds the lines of one month's page; every number leads to its rows (M2)."""

    def __init__(self, figures: MonthFigures, behind: Behind) -> None:
        self._figures = figures
        self._behind = behind
        self._addresses: dict[tuple[str, ...], str] = {}

    def columns(self) -> list[list[Group]]:
        name = self._figures.month.name.split()[0]
        left = [
            Group("Outside the index", self._outside()),
            Group("Decided by people", self._decided()),
            Group(f"Fixes of tickets closed in {name}", self._fixes()),
        ]
        right = [
            Group("Availability", self._service()),
            Group("Trends and load", self._trends()),
            Group("Volume", self._volume()),
            Group("What clients said", [self._ratings(), self._reopened()]),
        ]
        return [left, right]

    def url(self, part: str, **narrowed: str) -> str:
        return self._of_month("months:part", part, **narrowed)

    def _of_month(self, name: str, *further: str, **narrowed: str) -> str:
        client = {"client": self._figures.client.code} if self._figures.client else {}
        address = self._addresses.get((name, *further))
        if address is None:
            address = reverse(name, args=[self._figures.month, *further])
            self._addresses[name, *further] = address
        query = urlencode({**client, **narrowed})
        return f"{address}?{query}" if query else address

    def _outside(self) -> list[Entry]:
        not_covered = self._figures.by_reason(NOT_COVERED)
        requests = not_covered.pop(REQUEST, 0)
        entries = [
            self._by_reason("Excluded by condition", EXCLUDED, self._figures.by_reason(EXCLUDED)),
            self._by_reason("Not covered", NOT_COVERED, not_covered),
            Entry(
                "Requests",
                "no class, no limit",
                str(requests),
                self.url("tickets", verdict=NOT_COVERED, reason=REQUEST),
                [],
            ),
        ]
        if self._figures.undecided:
            url, count = self.url("tickets", verdict=RUNNING), str(self._figures.undecided)
            entries.append(Entry("Undecided", "without a verdict yet", count, url, []))
        return entries

    def _by_reason(self, title: str, verdict: str, counts: Mapping[str, int]) -> Entry:
        lines = [
            Line(
                LABELS.get(reason, reason),
                str(count),
                self.url("tickets", verdict=verdict, reason=reason),
            )
            for reason, count in counts.items()
        ]
        url = self.url("tickets", verdict=verdict)
        return Entry(title, told(lines), str(sum(counts.values())), url, lines)

    def _decided(self) -> list[Entry]:
        rectified = [
            each for each in self._behind.findings if each.kind == Finding.Kind.RECTIFICATION
        ]
        others = [each for each in self._behind.findings if each not in rectified]
        invoiced = self._behind.invoiced
        return [
            self._of_findings("Findings", "findings", others),
            self._of_findings("Rectifications", "rectifications", rectified),
            Entry(
                "Basic support to invoice",
                f"approved: {duration(60 * invoiced.minutes)}" if invoiced.findings else "none",
                str(invoiced.findings),
                self.url("invoicing"),
                [],
            ),
        ]

    def _of_findings(self, title: str, part: str, counts: Iterable[FindingCount]) -> Entry:
        by_state: dict[str, int] = {}
        lines = []
        for kind, state, findings in counts:
            by_state[state] = by_state.get(state, 0) + findings
            words = f"{Finding.Kind(kind).label}: {str(Finding.State(state).label).lower()}"
            lines.append(Line(words, str(findings), self.url(part, kind=kind, state=state)))
        states = [f"{str(Finding.State(state).label).lower()} {n}" for state, n in by_state.items()]
        count = str(sum(by_state.values()))
        return Entry(title, " · ".join(states) or "none", count, self.url(part), lines)

    def _fixes(self) -> list[Entry]:
        stands = [each for each in self._behind.fixes if not each.is_reopened]
        contractual = [each for each in stands if each.is_contractual]
        indicative = [each for each in stands if not each.is_contractual]
        earlier = sum(each.fixes for each in self._behind.fixes if each.is_reopened)
        entries = [self._of_fixes("Indicative limits", INDICATIVE, indicative)]
        if contractual:
            entries.append(self._of_fixes("Contractual limits", CONTRACTUAL, contractual))
        url = self.url("fixes", fix=REOPENED)
        words = "each judged at its own closing"
        return [*entries, Entry("Earlier fixes of reopened tickets", words, str(earlier), url, [])]

    def _of_fixes(self, title: str, fix: str, counts: list[FixCount]) -> Entry:
        met = sum(each.fixes for each in counts if each.verdict == MET)
        missed = sum(each.fixes for each in counts if each.verdict == MISSED)
        lines = [
            Line(
                f"{each.fault_class.capitalize()}: {_FIX_WORDS.get(each.verdict, each.verdict)}",
                str(each.fixes),
                self.url(
                    "fixes", fix=fix, **{"class": each.fault_class}, verdict=each.verdict or "none"
                ),
            )
            for each in sorted(counts, key=lambda each: CLASSES.index(each.fault_class))
        ]
        count = f"{met} of {met + missed}"
        return Entry(title, f"{missed} past the limit", count, self.url("fixes", fix=fix), lines)

    def _service(self) -> list[Entry]:
        found, uptime = self._behind.service, self._figures.uptime
        down = f"{duration(uptime.down)} counted as down" if uptime else "not measured"
        return [
            Entry("Outages", down, str(found.outages), self.url("outages"), []),
            Entry(
                "Maintenance",
                "announced, and whether it was kept",
                str(found.maintenance),
                self.url("maintenance"),
                [],
            ),
            Entry(
                "Publication delays",
                delays(found.told),
                str(found.told.interruptions),
                self.url("publication"),
                [],
            ),
        ]

    def _trends(self) -> list[Entry]:
        figures = self._figures
        guaranteed = sum(each.index.guaranteed for each in figures.classes)
        client = {"client": figures.client.code} if figures.client else {}
        choice = urlencode({"month": str(figures.month), **client})
        return [
            Entry(
                "Twelve and twenty-four months",
                "each month by the terms of its own first instant",
                "",
                f"{reverse('months:trends')}?{choice}",
                [],
            ),
            Entry(
                "Load by hour and weekday",
                "against the opening hours",
                f"{figures.opened} opened",
                self._of_month("months:load"),
                [],
            ),
            Entry(
                "First answers by the share of their limit",
                "with the limit drawn in",
                f"{guaranteed} guaranteed",
                self._of_month("months:answers"),
                [],
            ),
        ]

    def _volume(self) -> list[Entry]:
        found = self._behind.volume
        end = "now" if self._figures.is_running else "at the end"
        lines = [
            Line(
                "Unclosed at the beginning", str(found.at_start), self.url("unclosed", when=START)
            ),
            Line(f"Unclosed {end}", str(found.at_end), self.url("unclosed", when=END)),
        ]
        return [
            Entry(
                "Opened",
                f"{found.closed} closed and not back",
                str(found.opened),
                self.url("tickets"),
                [],
            ),
            Entry(
                "Backlog",
                f"{found.at_start} at the beginning, {found.at_end} {end}",
                f"{found.change:+d}".replace("-", "−") if found.change else "0",
                self.url("unclosed"),
                lines,
            ),
        ]

    def _ratings(self) -> Entry:
        found = self._behind.ratings
        lines = [
            Line(
                f"{value}, {str(Rating.Value(value).label).lower()}",
                str(n),
                self.url("ratings", value=str(value)),
            )
            for value, n in sorted(found.by_value.items(), reverse=True)
            if n
        ]
        words = rated(found, self._behind.volume.closed)
        url = self.url("ratings")
        return Entry("Ratings given in the month", words, str(found.rated), url, lines)

    def _reopened(self) -> Entry:
        words, count = "within 14 days of closing", str(self._behind.reopened)
        return Entry("Reopened", words, count, self.url("reopened"), [])


_FIX_WORDS = {MET: "within the limit", MISSED: "past the limit", "": "without a limit"}
