"""What questions to clients have come to, and tickets taken over from an earlier system."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('tickets', '0002_seed_and_triggers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sentwarning',
            name='sent_warning_once',
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='dated_at',
            field=models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), help_text='Asked, or delivered at last (E2).'),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE tickets_informationrequest SET dated_at = asked_at", migrations.RunSQL.noop
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='failed_at',
            field=models.DateTimeField(blank=True, help_text='Its notice could not be delivered to anybody (K10).', null=True),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='channel',
            field=models.CharField(choices=[('mail', 'E-mail'), ('portal', 'Portal'), ('desk', 'Opened by Support'), ('import', 'Imported')], max_length=8),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='waiting_since',
            field=models.DateTimeField(blank=True, help_text='For the client (K10).', null=True),
        ),
        migrations.AddIndex(
            model_name='informationrequest',
            index=models.Index(fields=['ended_at'], name='question_ended'),
        ),
        migrations.AddConstraint(
            model_name='sentwarning',
            constraint=models.UniqueConstraint(condition=models.Q(('clock', 'question'), _negated=True), fields=('ticket', 'clock', 'threshold'), name='sent_warning_once'),
        ),
        migrations.AddConstraint(
            model_name='sentwarning',
            constraint=models.UniqueConstraint(condition=models.Q(('clock', 'question')), fields=('ticket', 'threshold', 'subject_id', 'deadline'), name='sent_reminder_once'),
        ),
    ]
