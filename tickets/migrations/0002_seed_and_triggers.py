from django.db import migrations

from istockist_sla.core import triggers
from tickets import seed


def fill(apps, schema_editor):
    seed.seed(apps.get_model)


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0001_initial"),
        ("core", "0002_triggers"),
        ("availability", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
