from django.db import migrations

from istockist_sla.core import triggers
from tickets import seed


def fill(apps, schema_editor):
    seed.seed(apps.get_model)


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


FIGURES_REST_ON = [
    "tickets_clockresult",
    "tickets_tally",
    "tickets_ticket",
    "tickets_finding",
    "tickets_rating",
    "availability_measurement",
]


def keep_visibility_map(apps, schema_editor):
    """Months are read from indexes alone as long as vacuum follows the writes closely."""
    if schema_editor.connection.vendor == "postgresql":
        for table in FIGURES_REST_ON:
            schema_editor.execute(
                f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.01, "
                "autovacuum_vacuum_insert_scale_factor = 0.01)"
            )


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0001_initial"),
        ("core", "0002_triggers"),
        ("availability", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.RunPython(keep_visibility_map, migrations.RunPython.noop),
    ]
