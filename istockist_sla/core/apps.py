"""The ground that every other app stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "istockist_sla.core"
    label = "core"
    verbose_name = "People, events and letters"
