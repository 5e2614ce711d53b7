"""The desk's first page: it answers the first question of a role, of several the one chosen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from istockist_sla.core.drafts import keeping
from istockist_sla.core.lib import text
from istockist_sla.core.models import User
from istockist_sla.desk.site import site
from tickets.admin.dashboard import agent, manager, system, team


class FirstPage(NamedTuple):
    """`permission` is what its role alone may do."""

    code: str
    name: str
    permission: str
    build: Callable[[User, datetime], dict[str, Any]]

    @property
    def template(self) -> str:
        return f"admin/first/_{self.code}.html"


PAGES = [
    FirstPage("manager", "Manager", "tickets.approve_finding", manager.build),
    FirstPage("agent", "Support", "tickets.handle_ticket", agent.build),
    FirstPage("team", "Technical team", "tickets.report_back", team.build),
    FirstPage("system", "System", "core.change_user", system.build),
]


@site.add_dashboard
def dashboard(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    pages = [page for page in PAGES if user.has_perm(page.permission)]
    if not pages:
        return {}
    wanted, now = request.GET.get("as", ""), timezone.now()
    chosen = next((page for page in pages if page.code == wanted), pages[0])
    found = chosen.build(user, now)
    keeping.read_all(request, found.get("draft_forms", ()))
    return {
        "greeting": f"Good {_daytime(now)}, {user.get_short_name()}",
        "first_page": chosen,
        "first_pages": pages if len(pages) > 1 else [],
        **found,
    }


def _daytime(now: datetime) -> str:
    hour = now.astimezone(text.IRELAND).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
