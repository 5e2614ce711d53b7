"""The project as an app of its own: it has no models, only its management commands."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "istockist_sla"
    label = "istockist_sla"
