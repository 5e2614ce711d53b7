"""The project as an app of its own: it has no models, only its management commands."""

from django.apps import AppConfig
from django.conf import settings

from istockist_sla.environment import keep_demo_key, make_data_folder


class ProjectConfig(AppConfig):
    name = "istockist_sla"
    label = "istockist_sla"

    def ready(self) -> None:
        """The embedded database, letters and attachments need their folder, whoever starts."""
        make_data_folder(settings.DATA_DIR)
        keep_demo_key(settings.DEMO_KEY_FILE, settings.SECRET_KEY)
