from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_b")]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="ticket_month"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["opened_at"], include=("id", "number"), name="ticket_month"
            ),
        ),
    ]
