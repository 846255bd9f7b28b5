from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """How far a handler has been shown the history again."""

    dependencies = [("events", "0003_room_to_walk_on")]

    operations = [
        migrations.CreateModel(
            name="Replay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("handler", models.CharField(max_length=200)),
                ("position", models.BigIntegerField()),
                ("until_id", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
                ("looked_at", models.BigIntegerField(default=0)),
                ("made_due", models.BigIntegerField(default=0)),
                ("is_paused", models.BooleanField(default=False)),
                ("began_at", models.DateTimeField(db_default=Now())),
                ("moved_at", models.DateTimeField(db_default=Now())),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["handler"],
                        condition=models.Q(("ended_at__isnull", True)),
                        name="replay_open_once_per_handler",
                    ),
                ],
            },
        ),
    ]
