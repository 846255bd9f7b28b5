import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="RecordedEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=100)),
                        ("payload", models.JSONField()),
                        ("occurred_at", models.DateTimeField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("actor_id", models.BigIntegerField(null=True)),
                        (
                            "caused_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="caused",
                                to="events.recordedevent",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["name", "id"], name="event_by_name")],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="events.recordedevent",
                            ),
                        ),
                        ("handler", models.CharField(max_length=200)),
                        ("queue", models.CharField(max_length=50)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "待投递"),
                                    ("acting", "处理中"),
                                    ("done", "已处理"),
                                    ("dead", "已停止重试"),
                                    ("unknown", "结果不明"),
                                ],
                                default="pending",
                                max_length=10,
                            ),
                        ),
                        ("starts", models.PositiveSmallIntegerField(default=0)),
                        ("failures", models.PositiveSmallIntegerField(default=0)),
                        (
                            "due_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("last_error", models.TextField(blank=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["pending", "acting"])),
                                fields=["queue", "due_at"],
                                name="delivery_due",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["dead", "unknown"])),
                                fields=["state", "id"],
                                name="delivery_needs_a_person",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "handler"), name="delivery_once_per_handler"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BegunDay",
                    fields=[
                        ("on", models.DateField(primary_key=True, serialize=False)),
                    ],
                ),
            ]
        ),
    ]
