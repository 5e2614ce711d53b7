"""The table of who may do what, read from `matrix.txt`, and how an answer is told in its words."""

from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("matrix.txt")
CLIENTS = ("other", "former", "person", "client")
STAFF = ("agent", "operations", "development", "manager", "administrator")
ROLES = ("anonymous", *CLIENTS, *STAFF)
# A column may stand for several roles, which then all get the same.
COLUMNS = {role: (role,) for role in ROLES} | {
    "everybody": ROLES,
    "signed-in": CLIENTS + STAFF,
    "clients": CLIENTS,
    "technical": ("operations", "development"),
    "staff": STAFF,
}
HEAD = "address"

Answers = dict[str, str]


def read(text: str) -> dict[str, Answers]:
    """Each address with each role's cell; raises ValueError for what makes no sense."""
    table: dict[str, Answers] = {}
    columns: list[str] = []
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        address, *cells = words
        if address == HEAD:
            columns = cells
            covered = [role for column in columns for role in COLUMNS[column]]
            if sorted(covered) != sorted(ROLES):
                raise ValueError(f"These columns do not name each role once: {line}")
        elif address in table or len(cells) != len(columns):
            raise ValueError(f"A second row for this address, or not a cell a column: {line}")
        else:
            pairs = zip(columns, cells, strict=True)
            table[address] = {role: cell for column, cell in pairs for role in COLUMNS[column]}
    return table


def expected(cell: str, method: str) -> str:
    """`200/405`: to GET and HEAD, and to POST; one word where they are the same."""
    safe, _, post = cell.partition("/")
    return post or safe if method == "POST" else safe


def told(response: Any) -> str:
    """An answer in the words of the table."""
    if response.status_code != 302:
        return str(response.status_code)
    path = response["Location"].partition("?")[0]
    return {"/sign-in/": "sign-in", "/desk/login/": "sign-in", "/desk/": "desk"}.get(path, "on")
