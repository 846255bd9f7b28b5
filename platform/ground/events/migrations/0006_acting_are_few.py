from django.db import migrations, models


class Migration(migrations.Migration):
    """Leases that ran out are looked for all the time: among the few that act, not among all that is due."""

    dependencies = [("events", "0005_archive")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "acting")), fields=["due_at"], name="delivery_acting"
            ),
        ),
    ]
