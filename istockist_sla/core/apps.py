"""People, events and letters: what every other app stands on."""

from django.apps import AppConfig
from django.core.checks import register
from django.urls import register_converter

from istockist_sla.core.checks import SETTINGS_CHECKS, SETTINGS_TAG
from istockist_sla.core.converters import IdConverter


class CoreConfig(AppConfig):
    name = "istockist_sla.core"
    label = "core"
    verbose_name = "People, events and letters"

    def ready(self) -> None:
        register_converter(IdConverter, "id")
        for check in SETTINGS_CHECKS:
            register(check, SETTINGS_TAG, deploy=True)
