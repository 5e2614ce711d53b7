"""Where a second place reports."""

from django.urls import path

from availability.agent import views

urlpatterns = [path("reports/", views.receive, name="probe_agent")]
