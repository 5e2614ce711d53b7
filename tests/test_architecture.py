"""The law of the house, proved over the syntax trees; each rule with a planted breach."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("istockist_sla", "tickets", "availability")

# From the ground up; the most specific pattern gives a module its one layer.
LAYERS = [
    ["istockist_sla.core.lib.*"],
    [
        "tickets.sla.*",
        "availability.uptime",
        "tickets.mailroom.parsing",
        "tickets.mailroom.parsing.*",
    ],
    [
        "istockist_sla.core.models",
        "istockist_sla.core.letters.envelope",
        "istockist_sla.core.letters",
        "istockist_sla.core.triggers",
        "istockist_sla.core.roles",
        "tickets.seed",
    ],
    ["availability.models", "availability.models.*"],
    ["tickets.models", "tickets.models.*"],
    [
        "tickets.inputs",
        "tickets.inputs.*",
        "tickets.deadlines",
        "tickets.search",
        "tickets.attachments",
        "tickets.uploads",
        "tickets.wording",
        "tickets.wording.*",
        "tickets.explain",
        "tickets.explain.*",
    ],
    [
        "availability.incidents",
        "availability.incidents.*",
        "availability.probes",
        "availability.status",
        "availability.status.*",
        "availability.figures",
        "availability.planning",
    ],
    ["tickets.notifications", "tickets.notifications.*"],
    [
        "tickets.lifecycle",
        "tickets.lifecycle.*",
        "tickets.replay",
        "tickets.records",
        "tickets.records.*",
    ],
    ["tickets.access"],
    ["tickets.mailroom", "tickets.mailroom.*"],
    ["tickets.reports.*"],
    ["istockist_sla.core.health"],
    ["*.tasks"],
    ["*.templatetags", "*.templatetags.*"],
    ["istockist_sla.desk.site", "istockist_sla.desk.actions", "istockist_sla.desk.actions.*"],
    [
        "*.admin",
        "*.admin.*",
        "tickets.portal.*",
        "availability.status.views",
        "availability.feeds",
        "istockist_sla.views",
    ],
    [
        "*.apps",
        "*.urls",
        "istockist_sla.asgi",
        "istockist_sla.wsgi",
        "istockist_sla.schedules",
        "istockist_sla.settings",
        "istockist_sla.environment",
        "istockist_sla.middleware",
        "istockist_sla.account.adapter",
        "istockist_sla.core.letters.smtp",
        "istockist_sla.context_processors",
    ],
    [
        "istockist_sla.demo",
        "istockist_sla.demo.*",
        "istockist_sla.bench",
        "istockist_sla.bench.*",
        "istockist_sla.server",
        "istockist_sla.server.*",
    ],
    ["*.management.*"],
]
# Screens do not know each other: one group a room.
SCREENS = (
    "tickets.portal.",
    "tickets.admin.",
    "availability.admin",
    "istockist_sla.desk.admin",
    "availability.status.views",
    "availability.feeds",
    "istockist_sla.views",
)
PURE = [*LAYERS[0], *LAYERS[1]]
PURE_EXTRA = {"tickets.mailroom.parsing": {"nh3", "authres"}}
EDGES = (
    "*.tasks",
    "*.admin",
    "*.admin.*",
    "*.views",
    "*.views.*",
    "*.management.*",
    "*.feeds",
    "istockist_sla.demo*",
    "istockist_sla.bench*",
    "istockist_sla.supervise*",
    "istockist_sla.middleware",
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
    "next_deadline_at",
    "next_check_at",
    "response_verdict",
    "fix_verdict",
    "low_priority",
    "team",
}


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


def layer(module: str) -> int | None:
    best: tuple[int, int] | None = None
    for rank, patterns in enumerate(LAYERS):
        for pattern in patterns:
            if fnmatchcase(module, pattern):
                weight = len(pattern.replace("*", ""))
                best = max(best or (-1, 0), (weight, rank))
    return best[1] if best else None


def imports(module: str, text: str, known: set[str]) -> Iterator[str]:
    """The project's modules that a module imports, each as precisely as it can be told."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in known else node.module


def breaches_of_layers(modules: dict[str, str]) -> list[str]:
    known, found = set(modules), []
    graph: dict[str, set[str]] = defaultdict(set)
    for module, text in modules.items():
        if is_migration(module):
            continue
        rank = layer(module)
        if rank is None:
            found.append(f"{module} has no layer")
            continue
        for other in imports(module, text, known):
            if other.split(".")[0] not in PACKAGES or other == module:
                continue
            if is_migration(other):
                found.append(f"{module} imports the migration {other}")
            if module.startswith("availability.") and other.startswith("tickets"):
                found.append(f"{module} imports {other}: availability knows nothing of tickets")
            other_rank = layer(other)
            if other_rank is not None and other_rank > rank:
                found.append(f"{module} imports {other} from above")
            if other_rank == rank:
                graph[module].add(other)
                rooms = [next((s for s in SCREENS if m.startswith(s)), m) for m in (module, other)]
                if module.startswith(SCREENS) and rooms[0] != rooms[1]:
                    found.append(f"{module} imports {other}: screens do not know each other")
    return found + circles(graph)


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
        for node in ast.walk(ast.parse(text))
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
        for node in ast.walk(ast.parse(text))
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
        for node in ast.walk(ast.parse(text)):
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
    allowed = {"istockist_sla.core.triggers", "tickets.seed", "tickets.search"}
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
        if len(text.splitlines()) > 280 and not is_migration(module) and module != "tickets.seed"
    ]
    for module, text in modules.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and not is_migration(module):
                length = (node.end_lineno or 0) - node.body[0].lineno + 1
                if length > 45:
                    found.append(f"{module}.{node.name} has {length} lines")
    return found


MODULES = dict(sources())
RULES = [
    breaches_of_layers,
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
    (breaches_of_layers, "tickets.odd", "x = 1", "has no layer"),
    (breaches_of_layers, "tickets.inputs", "from tickets.lifecycle import door", "from above"),
    (breaches_of_layers, "availability.status", "import tickets.facts", "knows nothing of tickets"),
    (
        breaches_of_layers,
        "tickets.admin.a",
        "from tickets.portal.access import x",
        "do not know each other",
    ),
    (
        breaches_of_layers,
        "tickets.lifecycle.base",
        "from tickets.lifecycle import closing",
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


@pytest.mark.parametrize(("rule", "module", "text", "told"), PLANTED)
def test_a_planted_breach_is_found(rule, module, text, told):
    assert any(told in breach for breach in rule({**MODULES, module: text}))
