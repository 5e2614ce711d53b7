from django.db import migrations, models

from istockist_sla.core import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("availability", "0001_initial"), ("core", "0002_triggers")]

    operations = [
        migrations.RemoveIndex(model_name="measurement", name="measurement_results"),
        migrations.AddField(
            model_name="measurement",
            name="followed",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Another one came before it fell silent; unmarked, one may have come.",
            ),
        ),
        migrations.AddIndex(
            model_name="measurement",
            index=models.Index(
                condition=models.Q(("ok", False), ("followed", False), _connector="OR"),
                fields=["component", "second"],
                name="measurement_told",
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
