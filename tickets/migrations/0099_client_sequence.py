from django.db import migrations, models

from istockist_sla.core import triggers

COUNT = """
UPDATE tickets_ticket SET client_sequence = counted.place
FROM (
    SELECT id, row_number() OVER (PARTITION BY client_id ORDER BY number) AS place
    FROM tickets_ticket
) AS counted
WHERE counted.id = tickets_ticket.id
"""


def install(apps, schema_editor):
    """SQLite drops the triggers of a table that it makes anew."""
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_seed_and_triggers")]
    operations = [
        migrations.AddField(
            model_name="ticket",
            name="client_sequence",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Its place among all tickets of the client, in the order of their "
                "numbers.",
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                fields=("client", "client_sequence"), name="ticket_counted_once"
            ),
        ),
        migrations.RunPython(install, install),
    ]
