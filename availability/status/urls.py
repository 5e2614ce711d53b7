"""Addresses of the public status page; the project hands the agreement to each of its views."""

from django.urls import path

from availability.status import views

app_name = "status"
urlpatterns = [
    path("", views.page, name="page"),
    path("incidents/<id:pk>/", views.incident, name="incident"),
    path("months/<str:month>/", views.month, name="month"),
    path("status.json", views.status_json, name="json"),
]
