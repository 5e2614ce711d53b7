"""What a verifier may not do, and what would mean something else once modules share one file."""

import ast
import builtins
import symtable
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

PACKAGES = ("istockist_sla", "tickets", "availability")
ARCHIVE = "tickets.sla.bundle.archive"
COMMANDS = ("tickets.sla.bundle.command", ARCHIVE)
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
OF_COMMANDS = {"argparse", "sys", "zipfile"}
FORBIDDEN_CALLS = {"open", "eval", "exec", "compile", "input", "print", "__import__"}
# Where a file that the command was given is opened, to read it.
OPENED_FILES = {ARCHIVE: ["open(path, 'rb')"]}
CLOCKS = {"now", "today", "utcnow", "time_ns", "monotonic"}
# Where a Fraction is divided; everywhere else a division gives a figure of the machine.
DIVISIONS = {"availability.uptime": 1, "tickets.sla.index": 1}
SPECIAL = {"__name__", "__all__"}
Trees = dict[str, ast.Module]


def refusals(sources: Mapping[str, str]) -> Iterator[str]:
    trees = {module: ast.parse(text) for module, text in sources.items()}
    for module, tree in trees.items():
        for refused in (*_imports(module, tree), *_calls(module, tree), *_figures(module, tree)):
            yield f"{module}: {refused}"
    yield from _names(trees)
    imported = {name for name, _ in _imported(trees)}
    known = _bound_by(trees) | imported | set(dir(builtins)) | SPECIAL
    for module, text in sources.items():
        for name in sorted(_free_names(symtable.symtable(text, module, "exec")) - known):
            yield f"{module}: {name} is defined nowhere"


def _imports(module: str, tree: ast.Module) -> Iterator[str]:
    allowed = STANDARD_LIBRARY | (OF_COMMANDS if module in COMMANDS else set())
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if node not in tree.body:
            yield "an import inside"
        if any(alias.asname or alias.name == "*" for alias in node.names):
            yield "an import under another name"
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
        for name in map(str, names):
            if name.split(".")[0] not in PACKAGES and name not in allowed:
                yield f"imports {name}"
            elif name.split(".")[0] in PACKAGES and isinstance(node, ast.Import):
                yield f"imports {name} as a whole"


def _calls(module: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        is_opened = ast.unparse(node) in OPENED_FILES.get(module, ())
        if isinstance(called, ast.Name) and called.id in FORBIDDEN_CALLS and not is_opened:
            yield f"calls {called.id}"
        if isinstance(called, ast.Attribute) and called.attr in CLOCKS:
            yield f"asks the clock by {called.attr}"


def _figures(module: str, tree: ast.Module) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    if any(isinstance(node, ast.Constant) and isinstance(node.value, float) for node in nodes):
        yield "a literal with a fraction"
    divisions = sum(isinstance(getattr(node, "op", None), ast.Div) for node in nodes)
    if divisions != DIVISIONS.get(module, 0):
        yield f"{divisions} divisions"


def _names(trees: Trees) -> Iterator[str]:
    meanings: dict[str, set[str]] = defaultdict(set)
    for tree in trees.values():
        for name, text in bound(tree):
            meanings[name].add(text)
    imported = Counter(name for name, _ in _imported(trees))
    for name in sorted(meanings):
        if len(meanings[name]) > 1:
            yield f"{name} has two meanings"
        if name in imported:
            yield f"{name} hides an import"
    for name, count in sorted(imported.items()):
        if count > 1:
            yield f"{name} is imported from two places"


def bound(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that a module binds itself, each with the text that does."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, ast.unparse(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for part in (part for target in targets for part in ast.walk(target)):
                if isinstance(part, ast.Name) and part.id != "__all__":
                    yield part.id, ast.unparse(node)


def _bound_by(trees: Trees) -> set[str]:
    return {name for tree in trees.values() for name, _ in bound(tree)}


def _imported(trees: Trees) -> set[tuple[str, str]]:
    """Names of the standard library, each with where it is from."""
    found: set[tuple[str, str]] = set()
    for tree in trees.values():
        for node in tree.body:
            if isinstance(node, ast.Import):
                found |= {(alias.name, "") for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                module = str(node.module)
                if module.split(".")[0] not in PACKAGES:
                    found |= {(alias.name, module) for alias in node.names}
    return found


def _free_names(table: symtable.SymbolTable) -> set[str]:
    """What is looked up in the module, or above it."""
    own = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return own.union(*(_free_names(child) for child in table.get_children()))
