"""Who searches: what of it they may see, which every query asks."""

from typing import NamedTuple

from tickets.search.sources import ARTICLE, CLIENT, FAULT, PERSON, Source


class Viewer(NamedTuple):
    """With a client, its tickets alone are found, and what it can read of them."""

    tickets: bool = True
    small: tuple[Source, ...] = ()
    client_id: int | None = None

    @property
    def reads_internal(self) -> bool:
        return self.client_id is None


PERMISSIONS = {
    ARTICLE: "tickets.view_article",
    FAULT: "tickets.view_fault",
    CLIENT: "tickets.view_client",
    PERSON: "tickets.view_clientadministrator",
}


def of_staff(permissions: set[str]) -> Viewer:
    """By the permissions that a person has; a source without its permission is not asked."""
    return Viewer(
        tickets="tickets.view_ticket" in permissions,
        small=tuple(source for source, needed in PERMISSIONS.items() if needed in permissions),
    )
