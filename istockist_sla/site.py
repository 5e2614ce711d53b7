"""The desk: Django's admin site under our own name and order."""

from django.contrib.admin import AdminSite, site
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

__all__ = ["Desk", "site"]


class Desk(AdminSite):
    site_header = "iStockist Support desk"
    site_title = "iStockist Support desk"
    index_title = "Support desk"
    site_url = "/"
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponseBase:
        """One sign-in for everybody: by a code that is sent to the address."""
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("home")
        target = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
