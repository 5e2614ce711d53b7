"""Addresses of the public chain of closed months."""

from django.urls import path

from tickets.closed_months import views

app_name = "closed_months"
urlpatterns = [
    path("", views.chain, name="list"),
    path("check/", views.check, name="check"),
    path("feed.atom", views.atom, name="atom"),
    path("<id:sequence>/month.json", views.document, name="document"),
    path("verifiers/<slug:digest>/verify.py", views.verifier, name="verifier"),
]
