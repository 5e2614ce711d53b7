from django.db import migrations

from istockist_sla import guards
from tickets import seed


def fill(apps, schema_editor):
    seed.seed(apps.get_model)


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0001_initial"),
        ("istockist_sla", "0002_guards"),
        ("availability", "0002_initial"),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
