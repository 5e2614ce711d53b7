from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_seed_and_triggers")]

    operations = [
        migrations.AddField(
            model_name="clientadministrator",
            name="declined",
            field=models.JSONField(
                blank=True, default=list, verbose_name="letters that the person does without"
            ),
        ),
    ]
