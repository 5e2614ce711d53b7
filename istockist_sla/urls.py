"""The URLs of all apps."""

from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from availability.admin.ribbon import pages as ribbon
from istockist_sla import views
from istockist_sla.agreement import standard
from istockist_sla.core.drafts.views import discard_draft, keep_draft
from istockist_sla.desk.admin import approvals
from tickets.admin import explanation, search_page
from tickets.admin.sla_calculator import pages
from tickets.mailroom.webhook.views import inbound_mail

# Pages above the desk's models, with addresses and names among those of its site.
desk = admin.site
desk_urls = [
    path("tickets/ticket/search/", desk.admin_view(search_page.page), name="search"),
    path(
        "tickets/ticket/<id:object_id>/why/",
        desk.admin_view(explanation.page),
        name="tickets_ticket_why",
    ),
    path("approvals/", desk.admin_view(approvals.page), name="approvals"),
    path(
        "approvals/<slug:kind>/<id:object_id>/",
        desk.admin_view(approvals.page),
        name="approval",
    ),
    path("availability/month/", desk.admin_view(ribbon.page), name="availability_month"),
    *desk.get_urls(),
]
urlpatterns = [
    path("desk/months/", include("tickets.admin.months.pages")),
    path("desk/clock/", desk.admin_view(pages.page), name="clock_tester"),
    path("desk/readings/", desk.admin_view(explanation.readings), name="desk_readings"),
    path("desk/", (desk_urls, "admin", desk.name)),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("", include("istockist_sla.account.urls")),
    path(
        "status/",
        include("availability.status.urls"),
        {"agreement": standard},
    ),
    path("closed-months/", include("tickets.closed_months.urls")),
    path("probes/", include("availability.agent.urls")),
    path("drafts/", keep_draft, name="keep_draft"),
    path("drafts/discard/", discard_draft, name="discard_draft"),
    path("mail/inbound/", inbound_mail, name="inbound_mail"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("tickets.portal.urls")),
    path("", RedirectView.as_view(pattern_name="portal:home"), name="home"),
]
handler500 = "istockist_sla.views.server_error"
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))
