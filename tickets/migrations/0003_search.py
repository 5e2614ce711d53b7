from django.db import migrations

from tickets.search import index


def install(apps, schema_editor):
    index.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_seed_and_triggers")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
