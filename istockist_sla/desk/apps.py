"""The desk in place of Django's admin site, and its own pages."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeskSiteConfig(AdminConfig):
    default_site = "istockist_sla.desk.site.Desk"


class DeskConfig(AppConfig):
    name = "istockist_sla.desk"
    label = "desk"
