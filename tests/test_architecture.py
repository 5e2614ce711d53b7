"""The law of the house, proved over the syntax trees; each rule with a planted breach."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("istockist_sla", "tickets", "availability")

# The floors from the ground up; the most specific pattern gives a module its floor.
FLOORS = [
    ["istockist_sla.core.lib.*"],
    [
        "tickets.sla.*",
        "availability.ranges",
        "availability.planned",
        "availability.coverage",
        "availability.confirming",
        "availability.imports.formats",
        "availability.imports.formats.*",
        "availability.rows",
        "availability.month",
        "availability.history",
        "availability.history.*",
        "availability.uptime",
        "availability.uptime_data",
        "tickets.mailroom.parsing",
        "tickets.mailroom.parsing.*",
    ],
    ["istockist_sla.core.*"],
    [
        "availability.models",
        "availability.models.*",
        "availability.figures",
        "availability.agreement",
        "availability.overview.*",
        "availability.incidents",
        "availability.incidents.*",
        "availability.catalogue",
        "availability.health",
        "availability.letters",
        "availability.subscriptions",
        "availability.telling",
        "availability.probes",
        "availability.probes.*",
    ],
    ["tickets.models", "tickets.models.*", "tickets.seed"],
    [
        "tickets.inputs",
        "tickets.inputs.*",
        "tickets.deadlines",
        "tickets.replay",
        "tickets.replay.*",
        "tickets.search.*",
        "tickets.attachments",
        "tickets.scanning.*",
        "tickets.uploads",
        "tickets.wording",
        "tickets.wording.*",
        "tickets.explain",
        "tickets.explain.*",
    ],
    ["tickets.notifications", "tickets.notifications.*"],
    [
        "tickets.lifecycle",
        "tickets.lifecycle.*",
        "tickets.records",
        "tickets.records.*",
        "tickets.imports.*",
        "availability.imports.*",
    ],
    ["tickets.access"],
    ["tickets.mailroom.*", "tickets.reports.*"],
    ["istockist_sla.desk.*"],
    [
        "tickets.admin",
        "tickets.admin.*",
        "availability.admin",
        "availability.admin.*",
        "tickets.portal.*",
        "tickets.closed_months.*",
        "availability.status.*",
        "availability.agent.*",
        "istockist_sla.account",
        "istockist_sla.account.*",
    ],
    ["*.tasks", "istockist_sla.server", "istockist_sla.server.*"],
    [
        "istockist_sla.demo",
        "istockist_sla.demo.*",
        "istockist_sla.bench",
        "istockist_sla.bench.*",
    ],
    [
        "*.apps",
        "*.urls",
        "*.management.*",
        "istockist_sla.asgi",
        "istockist_sla.wsgi",
        "istockist_sla.schedules",
        "istockist_sla.settings",
        "istockist_sla.agreement",
        "istockist_sla.environment",
        "istockist_sla.context_processors",
        "istockist_sla.request_guard",
        "istockist_sla.views",
    ],
]
# Screens do not know each other.
SCREENS = (
    "tickets.portal",
    "tickets.closed_months",
    "tickets.admin",
    "availability.admin",
    "availability.status",
    "availability.agent",
    "istockist_sla.account",
)
PURE = [*FLOORS[0], *FLOORS[1]]
PURE_EXTRA = {"tickets.mailroom.parsing": {"nh3", "authres", "webencodings", "tnefparse"}}
# Where the clock may be asked: what answers a request, a job or a person at a terminal.
EDGES = (
    "*.tasks",
    "*.admin",
    "*.admin.*",
    "*.views",
    "*.views.*",
    "*.middleware",
    "*.management.*",
    "tickets.portal.decorators",
    "istockist_sla.account.adapter",
    "istockist_sla.account.letters",
    "istockist_sla.account.middleware",
    "istockist_sla.demo*",
    "istockist_sla.bench*",
    "istockist_sla.server*",
    "istockist_sla.desk.site",
    "istockist_sla.desk.actions.*",
    "istockist_sla.context_processors",
)
DOOR = ("tickets.lifecycle*", "tickets.deadlines", "tickets.models*")
CACHED = {
    "state",
    "fault_class",
    "closed_at",
    "close_reason",
    "owner",
    "fault",
    "handled_at",
    "queue_group",
    "next_deadline_at",
    "next_check_at",
    "results",
    "low_priority",
    "team",
}
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 270, 40
# Whoever runs the portal reads all its settings in one place.
MAY_BE_LONG = {"istockist_sla.settings"}


@cache
def tree(text: str) -> ast.Module:
    return ast.parse(text)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text()
            if text.strip():
                yield module_name(path), text


def is_migration(module: str) -> bool:
    return ".migrations." in module


def floor_of(module: str) -> int | None:
    best: tuple[int, int] | None = None
    for rank, patterns in enumerate(FLOORS):
        for pattern in patterns:
            if fnmatchcase(module, pattern):
                weight = len(pattern.replace("*", ""))
                best = max(best or (-1, 0), (weight, rank))
    return best[1] if best else None


def imports(module: str, text: str, known: set[str]) -> Iterator[str]:
    """The project's modules that a module imports, each as precisely as it can be told."""
    for node in ast.walk(tree(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in known else node.module


def project_imports(modules: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every import of one module of the project by another; migrations have a rule of their own."""
    known = set(modules)
    for module, text in modules.items():
        if is_migration(module):
            continue
        for other in imports(module, text, known):
            if other.split(".")[0] in PACKAGES and other != module:
                yield module, other


def breaches_of_floors(modules: dict[str, str]) -> list[str]:
    found = [
        f"{module} has no floor"
        for module in modules
        if not is_migration(module) and floor_of(module) is None
    ]
    for module, other in project_imports(modules):
        if is_migration(other):
            found.append(f"{module} imports the migration {other}")
        if module.startswith("availability.") and other.startswith("tickets"):
            found.append(f"{module} imports {other}: availability knows nothing of tickets")
        own, others = floor_of(module), floor_of(other)
        if own is not None and others is not None and others > own:
            found.append(f"{module} imports {other} from above")
        screens = [next((s for s in SCREENS if in_package(m, s)), None) for m in (module, other)]
        if None not in screens and screens[0] != screens[1]:
            found.append(f"{module} imports {other}: screens do not know each other")
    return found


def in_package(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def floors_without_modules(modules: dict[str, str]) -> list[str]:
    return [
        f"the floors name {pattern}, which does not exist"
        for patterns in FLOORS
        for pattern in patterns
        if not any(fnmatchcase(module, pattern) for module in modules)
    ]


def circles_of_modules(modules: dict[str, str]) -> list[str]:
    graph: dict[str, set[str]] = defaultdict(set)
    for module, other in project_imports(modules):
        graph[module].add(other)
    return circles(graph)


def circles_of_packages(modules: dict[str, str]) -> list[str]:
    """Inside each package its modules and packages, each as a whole, form no circle."""
    graphs: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for module, other in project_imports(modules):
        own, others = module.split("."), other.split(".")
        depth = next((i for i, (a, b) in enumerate(zip(own, others, strict=False)) if a != b), None)
        if depth:  # at depth 0 the three roots stand side by side
            parent = ".".join(own[:depth])
            graphs[parent][".".join(own[: depth + 1])].add(".".join(others[: depth + 1]))
    return [circle for graph in graphs.values() for circle in circles(graph)]


def circles(graph: dict[str, set[str]]) -> list[str]:
    found, done = [], set()

    def walk(module: str, path: list[str]) -> None:
        if module in path:
            found.append("circle: " + " > ".join([*path[path.index(module) :], module]))
        elif module not in done:
            for other in graph.get(module, ()):
                walk(other, [*path, module])
            done.add(module)

    for module in list(graph):
        walk(module, [])
    return found


def breaches_of_purity(modules: dict[str, str]) -> list[str]:
    found = []
    for module, text in modules.items():
        if not any(fnmatchcase(module, pattern) for pattern in PURE):
            continue
        extra = next((e for m, e in PURE_EXTRA.items() if module.startswith(m)), set())
        for other in imports(module, text, set(modules)):
            top = other.split(".")[0]
            pure = any(fnmatchcase(other, p) for p in PURE) or other in (
                "tickets.sla",
                "istockist_sla.core.lib",
            )
            if not pure and top not in sys.stdlib_module_names and top not in extra:
                found.append(f"{module} is pure and imports {other}")
    return found


def breaches_inside_functions(modules: dict[str, str]) -> list[str]:
    return [
        f"{module}:{inner.lineno} imports inside {node.name}"
        for module, text in modules.items()
        for node in ast.walk(tree(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def breaches_of_time(modules: dict[str, str]) -> list[str]:
    """The clock is asked at the edge only."""
    return [
        f"{module}:{node.lineno} asks the clock"
        for module, text in modules.items()
        if not any(fnmatchcase(module, edge) for edge in EDGES)
        for node in ast.walk(tree(text))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in ("timezone.now", "datetime.now", "datetime.utcnow", "date.today")
    ]


def breaches_of_the_door(modules: dict[str, str]) -> list[str]:
    """A ticket's cached columns are written by the door alone."""
    found = []
    for module, text in modules.items():
        if any(fnmatchcase(module, door) for door in DOOR) or is_migration(module):
            continue
        for node in ast.walk(tree(text)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                writes = called.endswith((".update", ".create", ".bulk_update", ".bulk_create"))
                if writes and called.startswith("Ticket.objects"):
                    found.append(f"{module}:{node.lineno} writes tickets past the door")
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                for part in ast.walk(target):
                    if (
                        isinstance(part, ast.Attribute)
                        and part.attr in CACHED
                        and ast.unparse(part.value).split(".")[-1] == "ticket"
                    ):
                        found.append(f"{module}:{node.lineno} sets {part.attr} past the door")
    return found


def breaches_of_migrations(modules: dict[str, str]) -> list[str]:
    allowed = {
        "istockist_sla.core",
        "istockist_sla.core.triggers",
        "tickets",
        "tickets.seed",
        "tickets.search",
        "tickets.search.index",
    }
    return [
        f"{module} imports {other}"
        for module, text in modules.items()
        if is_migration(module) and "0001" not in module
        for other in imports(module, text, set(modules))
        if other.split(".")[0] in PACKAGES and other not in allowed
    ]


def too_long(modules: dict[str, str]) -> list[str]:
    found = [
        f"{module} has {len(text.splitlines())} lines"
        for module, text in modules.items()
        if len(text.splitlines()) > MOST_LINES
        and not is_migration(module)
        and module not in MAY_BE_LONG
    ]
    for module, text in modules.items():
        for node in ast.walk(tree(text)):
            if isinstance(node, ast.FunctionDef) and not is_migration(module):
                length = (node.end_lineno or 0) - node.body[0].lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    found.append(f"{module}.{node.name} has {length} lines")
    return found


MODULES = dict(sources())
RULES = [
    breaches_of_floors,
    floors_without_modules,
    circles_of_modules,
    circles_of_packages,
    breaches_of_purity,
    breaches_inside_functions,
    breaches_of_time,
    breaches_of_the_door,
    breaches_of_migrations,
    too_long,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_law(rule):
    assert rule(MODULES) == []


PLANTED = [
    (breaches_of_floors, "tickets.odd", "x = 1", "has no floor"),
    (breaches_of_floors, "tickets.inputs.a", "from tickets.lifecycle import base", "from above"),
    (
        breaches_of_floors,
        "istockist_sla.core.a",
        "from tickets.models import Ticket",
        "from above",
    ),
    (
        breaches_of_floors,
        "availability.overview.a",
        "import tickets.inputs",
        "knows nothing of tickets",
    ),
    (
        breaches_of_floors,
        "tickets.admin.a",
        "from tickets.portal.context import x",
        "do not know each other",
    ),
    (
        circles_of_modules,
        "tickets.lifecycle.base",
        "from tickets.lifecycle import closing",
        "circle",
    ),
    (
        circles_of_packages,
        "tickets.admin.faults.a",
        "from tickets.admin.tickets import admin",
        "circle",
    ),
    (breaches_of_purity, "tickets.sla.clock", "from django.utils import timezone", "is pure"),
    (breaches_of_purity, "tickets.sla.clock", "from tickets.models import Ticket", "is pure"),
    (breaches_inside_functions, "tickets.inputs", "def f():\n    import json", "inside f"),
    (breaches_of_time, "tickets.inputs", "timezone.now()", "asks the clock"),
    (breaches_of_the_door, "tickets.admin.a", "ticket.state = 'closed'", "past the door"),
    (
        breaches_of_the_door,
        "tickets.tasks",
        "Ticket.objects.filter(pk=1).update(state='x')",
        "past the door",
    ),
    (breaches_of_the_door, "tickets.tasks", "ticket.owner, x = 1, 2", "past the door"),
    (
        breaches_of_migrations,
        "tickets.migrations.0009_x",
        "from tickets.models import Ticket",
        "imports tickets.models",
    ),
    (too_long, "tickets.inputs", "x = 1\n" * 300, "300 lines"),
]


@pytest.mark.parametrize(("rule", "module", "text", "breach"), PLANTED)
def test_a_planted_breach_is_found(rule, module, text, breach):
    assert any(breach in found for found in rule({**MODULES, module: text}))


def test_a_floor_that_names_nothing_is_found():
    without = {name: text for name, text in MODULES.items() if name != "tickets.access"}
    assert floors_without_modules(without) == [
        "the floors name tickets.access, which does not exist"
    ]
