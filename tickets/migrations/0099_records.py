import django.db.models.deletion
from django.db import migrations, models

from istockist_sla.core import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0002_seed_and_triggers'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClosedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.TextField(help_text='record.json, as it was hashed.')),
                ('closed', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='record', to='tickets.closedclient')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='FolderSalt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=32)),
                ('attachment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.attachment')),
                ('closed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folder_salts', to='tickets.closedclient')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.message')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('attachment', None)), fields=('closed', 'message'), name='folder_salt_of_a_message'), models.UniqueConstraint(fields=('closed', 'attachment'), name='folder_salt_of_an_attachment')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
