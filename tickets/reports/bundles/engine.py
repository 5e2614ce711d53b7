"""The verifier as one file: the modules of the engine, one after another in the order of their
imports, so that whoever has Python and the file can recompute a month."""

import ast
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from tickets.reports.bundles.refusals import PACKAGES, refusals
from tickets.sla.bundle.canonical import digest

COMMAND = "tickets.sla.bundle.command"
HEADER = '''"""Recomputes a closed month of the portal from its bundle; see --help.

Made of the modules of the portal's own engine, each headed by its name and the SHA-256 of its text.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("verify.py needs Python 3.11 or newer.")

'''


class NotBuilt(ValueError):
    """The modules cannot stand in one file; the text says why."""


def engine_sources(root: str = COMMAND) -> dict[str, str]:
    """The texts of the modules that the root needs, each after those that it imports itself."""
    found: dict[str, str] = {}
    _gather(root, found)
    return found


def _gather(module: str, found: dict[str, str]) -> None:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise NotBuilt(f"{module} has no text")
    text = Path(spec.origin).read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        name = str(node.module) if isinstance(node, ast.ImportFrom) else ""
        if name.split(".")[0] in PACKAGES and name not in found:
            _gather(name, found)
    found[module] = text


def _is_own(node: ast.ImportFrom) -> bool:
    return str(node.module).split(".")[0] in PACKAGES


def build(sources: Mapping[str, str]) -> str:
    """One file of the modules in the order given. Raises NotBuilt for what a verifier may not do,
    or what would mean something else in one file."""
    refused = list(refusals(sources))
    if refused:
        raise NotBuilt("; ".join(refused))
    trees = {module: ast.parse(text) for module, text in sources.items()}
    lines = [HEADER + "\n".join(_imports(trees))]
    for module, text in sources.items():
        lines.append(f"\n\n# {module} {digest(text.encode())}\n")
        lines.append(_body(text, trees[module]))
    return "".join(lines).rstrip() + "\n"


def _imports(trees: Mapping[str, ast.Module]) -> list[str]:
    """Of the standard library, each name once."""
    plain: set[str] = set()
    names: dict[str, set[str]] = {}
    for tree in trees.values():
        for node in tree.body:
            if isinstance(node, ast.Import):
                plain |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not _is_own(node):
                names.setdefault(str(node.module), set()).update(a.name for a in node.names)
    plain.discard("sys")  # the header has it
    return [
        *(f"import {name}" for name in sorted(plain)),
        *(f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names)),
    ]


def _body(text: str, tree: ast.Module) -> str:
    """Its lines without imports, docstring and list of names."""
    lines = text.splitlines(keepends=True)
    for node in _left_out(tree):
        for number in range(node.lineno - 1, node.end_lineno or node.lineno):
            lines[number] = ""
    return "".join(lines).strip("\n") + "\n"


def _left_out(tree: ast.Module) -> Iterator[ast.stmt]:
    for place, node in enumerate(tree.body):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_list = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        if isinstance(node, ast.Import | ast.ImportFrom) or is_list or (place == 0 and is_text):
            yield node
