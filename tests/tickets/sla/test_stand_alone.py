"""The engine can be put into one file and run where there is neither a database of time zones nor
the rest of the portal: each name has one meaning, and little of the standard library is needed."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOTS = (
    "tickets.sla.verdict",
    "tickets.sla.versions",
    "tickets.sla.folder",
    "tickets.sla.index",
    "availability.month",
    "availability.coverage",
    "tickets.sla.bundle.verifying",
)
PACKAGES = ("istockist_sla", "tickets", "availability")
STANDARD_LIBRARY = {
    "bisect",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "operator",
    "re",
    "threading",
    "types",
    "typing",
}


@cache
def tree(module: str) -> ast.Module:
    spec = find_spec(module)
    return ast.parse(Path(str(spec and spec.origin)).read_text())


def imported(found: ast.Module) -> Iterator[str]:
    for node in ast.walk(found):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def engine() -> set[str]:
    """All modules of the project that the roots need."""
    found: set[str] = set()
    waiting = list(ROOTS)
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            own = (name for name in imported(tree(module)) if name.split(".")[0] in PACKAGES)
            waiting += own
    return found


def bound(found: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that a module binds itself, each with the text that does."""
    for node in found.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, ast.unparse(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for part in (part for target in targets for part in ast.walk(target)):
                if isinstance(part, ast.Name) and part.id != "__all__":
                    yield part.id, ast.unparse(node)


def bound_twice(trees: list[ast.Module]) -> list[str]:
    texts = defaultdict(set)
    for found in trees:
        for name, text in bound(found):
            texts[name].add(text)
    return sorted(name for name, meanings in texts.items() if len(meanings) > 1)


def test_each_name_has_one_meaning():
    assert bound_twice([tree(module) for module in sorted(engine())]) == []


@pytest.mark.parametrize("text", ["def judge(): ...", "judge = 1", "x, judge = 1, 2"])
def test_a_second_meaning_is_found(text):
    assert bound_twice([tree("tickets.sla.verdict"), ast.parse(text)]) == ["judge"]


def test_little_of_the_standard_library_is_needed():
    names = {name for module in engine() for name in imported(tree(module))}
    assert {name for name in names if name.split(".")[0] not in PACKAGES} <= STANDARD_LIBRARY


def test_no_import_goes_by_another_name():
    nodes = (node for module in engine() for node in ast.walk(tree(module)))
    assert not [node.name for node in nodes if isinstance(node, ast.alias) and node.asname]


def test_no_figure_is_a_fraction_of_the_machine():
    nodes = (node for module in engine() for node in ast.walk(tree(module)))
    assert not [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
