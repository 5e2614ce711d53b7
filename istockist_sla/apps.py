"""The project package as an app, for its management commands; it has no models."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "istockist_sla"
    label = "istockist_sla"
