"""The ground's app, and the desk in place of Django's admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class GroundConfig(AppConfig):
    name = "istockist_sla"
    verbose_name = "People, events and letters"


class DeskConfig(AdminConfig):
    default_site = "istockist_sla.site.Desk"
