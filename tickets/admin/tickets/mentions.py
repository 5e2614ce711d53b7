"""Colleagues who are named in a note by `@`: by their whole name, their first name where it is
one's alone, or what stands before the @ of their address."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from istockist_sla.core import roles
from istockist_sla.core.models import User

AT = re.compile(r"(?<![\w@.])@(\w[\w'’.-]{0,60}(?: \w[\w'’.-]{0,60}){0,3})")
MOST = 20


class Mentions(NamedTuple):
    people: list[User]
    unknown: list[str]


def colleagues() -> list[User]:
    """Who reads tickets in the desk."""
    groups = (roles.SUPPORT, roles.MANAGER, roles.TECHNICAL)
    people = User.objects.filter(groups__name__in=groups, is_active=True)
    return list(people.distinct().order_by("name", "pk"))


def mentions(text: str, people: Iterable[User]) -> Mentions:
    known, found, unknown = _by_name(people), dict[int, User](), list[str]()
    for match in list(AT.finditer(text))[:MOST]:
        words = match[1].casefold().split()
        names = (" ".join(words[:count]).rstrip(".-'’") for count in range(len(words), 0, -1))
        person = next((known[name] for name in names if known.get(name)), None)
        if person is None:
            unknown.append(f"@{match[1].split()[0]}")
        else:
            found[person.pk] = person
    return Mentions(list(found.values()), unknown)


def _by_name(people: Iterable[User]) -> dict[str, User | None]:
    """A name that two have leads to nobody."""
    names: dict[str, User | None] = {}
    for person in people:
        whole = " ".join(str(person.name).casefold().split())
        own = {whole, whole.partition(" ")[0], person.email.partition("@")[0].casefold()}
        for name in own - {""}:
            names[name] = None if name in names else person
    return names
