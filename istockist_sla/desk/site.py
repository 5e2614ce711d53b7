"""The desk: Django's admin site under our own name and order."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import update_wrapper
from typing import Any, NamedTuple, cast

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin import site as default_site
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from tickets import inputs
from tickets.wording.support_hours import SupportHours
from tickets.wording.support_hours import support_hours as hours_of

__all__ = ["Desk", "Extension", "site"]

# What libraries register by admin classes of their own stays out of the desk.
OUR_PACKAGES = {"istockist_sla", "tickets", "availability"}
# The index beneath the dashboard: groups of models in the order of their use, each with the
# name that it has there.
GROUPS = {
    "Support": {
        "tickets.Ticket": "Tickets",
        "tickets.Fault": "Faults",
        "tickets.Finding": "To decide",
        "tickets.InboundMail": "Held mail",
        "tickets.Article": "Help articles",
        "core.Letter": "Letters",
    },
    "Clients and agreements": {
        "tickets.Client": "Clients",
        "tickets.ClientAdministrator": "Client administrators",
        "tickets.ClientFact": "Facts about clients",
        "tickets.FactProposal": "Facts to decide",
        "tickets.OrderCount": "Order counts",
        "tickets.CustomerSuccessContact": "Customer Success contacts",
        "tickets.AgreementVersion": "Agreements",
        "tickets.CalendarVersion": "Calendars",
        "tickets.HolidayList": "Holidays",
    },
    "Availability and months": {
        "availability.Component": "Components",
        "availability.Outage": "Outages",
        "availability.Maintenance": "Maintenance",
        "availability.Exclusion": "Exclusions to approve",
        "availability.Subscription": "Subscribers of the status page",
        "availability.ImportBatch": "Imports",
        "availability.GapExplanation": "Gaps explained",
        "core.User": "People",
        "core.RoleProposal": "Changes of roles",
        "core.Event": "Audit log",
        "tickets.Mailbox": "Mailboxes",
        "django_q.Failure": "Failed tasks",
    },
}

# Pages of Django's site for what is not done here: passwords, fields that complete themselves, and
# models that have a page on another site.
UNUSED = {"password_change", "password_change_done", "autocomplete", "view_on_site"}

Dashboard = Callable[[HttpRequest], dict[str, Any]]


class Extension(NamedTuple):
    """What one screen adds to a row's page of another, which knows nothing of it: actions, and
    tables of what belongs to the row."""

    actions: Sequence[type[Any]] = ()
    tables: Callable[[Any, HttpRequest], list[Any]] = lambda _subject, _request: []


class Desk(AdminSite):
    site_header = "iStockist Support desk"
    site_title = "iStockist Support desk"
    index_title = "Support desk"
    site_url = None
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.dashboards: list[Dashboard] = []
        self.extensions: defaultdict[type[Model], list[Extension]] = defaultdict(list)
        self.proposal_sources: list[Any] = []
        self.event_words: list[Any] = []

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        package = getattr(admin_class, "__module__", "").partition(".")[0]
        if package in OUR_PACKAGES:
            super().register(model_or_iterable, admin_class, **options)

    def add_dashboard(self, dashboard: Dashboard) -> Dashboard:
        """What `dashboard` returns for a request is put into the index page's context; the alerts
        of all stand together."""
        self.dashboards.append(dashboard)
        return dashboard

    def extend(self, model: type[Model], extension: Extension) -> None:
        self.extensions[model].append(extension)

    def add_proposals(self, source: Any) -> None:
        """An `approvals.ProposalSource`: what it finds stands in the inbox of whoever decides."""
        self.proposal_sources.append(source)

    def add_event_words(self, words: Any) -> None:
        """`audit.words.EventWords`: how the audit log tells of an app's events."""
        self.event_words.append(words)

    def get_urls(self) -> list[Any]:
        return [each for each in super().get_urls() if getattr(each, "name", "") not in UNUSED]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Whoever is signed in without being of the staff finds nothing here (404)."""
        inner = super().admin_view(view, cacheable)

        def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not request.user.is_staff:
                raise Http404
            return inner(request, *args, **kwargs)

        return update_wrapper(for_staff, inner)

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> Any:
        """One way out for everybody."""
        return redirect("account_logout")

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """One sign-in for everybody: by a code that is sent to the address."""
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("home")
        target = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """No form of the desk asks Django for suggestions."""
        raise Http404

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own, without the list of all models: each page would ask for the permissions
        of each, and only the index shows it."""
        now = timezone.now()
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "now": now,
            "support_hours": support_hours(now),
        }

    @method_decorator(require_safe)
    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context: dict[str, Any] = {"groups": self.groups(request), "alerts": []}
        for dashboard in self.dashboards:
            found = dashboard(request)
            context |= {**found, "alerts": [*context["alerts"], *found.get("alerts", [])]}
        return super().index(request, {**context, **(extra_context or {})})

    @method_decorator(require_safe)
    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {
            "groups": self.groups(request, app_label),
            "heading": apps.get_app_config(app_label).verbose_name,
            **(extra_context or {}),
        }
        return super().app_index(request, app_label, context)

    def groups(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Django's app list, or one app of it, in our order; models that no group names come
        last."""
        left = {
            f"{app['app_label']}.{model['object_name']}": model
            for app in self.get_app_list(request, app_label)
            for model in app["models"]
        }
        groups: list[dict[str, Any]] = [
            {
                "name": name,
                "models": [
                    {**left.pop(label), "name": called}
                    for label, called in labels.items()
                    if label in left
                ],
            }
            for name, labels in GROUPS.items()
        ]
        groups[-1]["models"] += left.values()
        return [group for group in groups if group["models"]]


# The default site is this desk, by `DeskConfig`.
site = cast(Desk, default_site)


def support_hours(now: datetime) -> SupportHours:
    """By the calendar of the standard agreement (K2)."""
    calendar = inputs.published_versions().standard(now).calendar
    return hours_of(calendar, now)
