"""Addresses of the public status page; the project hands the agreement to each of its views."""

from django.urls import path

from availability.status.views import feeds, pages, updates

app_name = "status"
urlpatterns = [
    path("", pages.page, name="page"),
    path("incidents/<id:pk>/", pages.incident, name="incident"),
    path("months/<str:month>/", pages.month, name="month"),
    path("history/<id:year>/", pages.history, name="history"),
    path("status.json", feeds.status_json, name="json"),
    path("feed.atom", feeds.atom, name="atom"),
    path("feed.json", feeds.json_feed, name="json_feed"),
    path("badge.svg", feeds.badge_svg, name="badge"),
    path("maintenance.ics", feeds.maintenance_calendar, name="calendar"),
    path("maintenance/<id:pk>.ics", feeds.maintenance_event, name="calendar_event"),
    path("updates/", updates.subscribe, name="subscribe"),
    path("updates/asked/", updates.asked, name="asked"),
    path("updates/<str:token>/", updates.subscription, name="subscription"),
    path("updates/<str:token>/confirm/", updates.confirm, name="confirm"),
    path("updates/<str:token>/unsubscribe/", updates.unsubscribe, name="unsubscribe"),
]
