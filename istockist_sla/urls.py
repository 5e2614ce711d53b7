"""Which address leads where."""

from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from istockist_sla import views
from tickets import facts

urlpatterns = [
    path("desk/months/", include("tickets.admin.months")),
    path("desk/", admin.site.urls),
    path("sign-in/", RequestLoginCodeView.as_view(), name="account_login"),
    path("sign-in/request/", RequestLoginCodeView.as_view(), name="account_request_login_code"),
    path("sign-in/code/", ConfirmLoginCodeView.as_view(), name="account_confirm_login_code"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("status/", include("availability.urls"), {"terms_at": facts.availability_terms}),
    path("healthz", views.healthz, name="healthz"),
    path("", include("tickets.portal.urls")),
    path("", RedirectView.as_view(pattern_name="portal:home"), name="home"),
]
if settings.DEBUG:
    urlpatterns.append(path("kit/", views.kit))
