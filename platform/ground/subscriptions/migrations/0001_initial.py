import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Outlet",
                    fields=[
                        (
                            "name",
                            models.CharField(max_length=20, primary_key=True, serialize=False),
                        ),
                        ("position", models.BigIntegerField()),
                        ("busy_until", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="FeedEntry",
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
                        (
                            "key",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                unique=True,
                            ),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feed_entry",
                                to="events.recordedevent",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Subscription",
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
                            "row_key",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                            ),
                        ),
                        ("label", models.CharField(max_length=60, verbose_name="用途")),
                        ("address", models.CharField(max_length=500, verbose_name="接收地址")),
                        ("types", models.JSONField(default=list, verbose_name="事件")),
                        ("secret", models.TextField(blank=True, default="")),
                        ("old_secret", models.TextField(blank=True, default="")),
                        ("old_until", models.DateTimeField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "推送中"),
                                    ("paused", "已暂停"),
                                    ("stopped", "已停止"),
                                ],
                                default="active",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="原因"),
                        ),
                        ("position", models.BigIntegerField(default=0)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("failing_since", models.DateTimeField(null=True)),
                        ("resting_until", models.DateTimeField(null=True)),
                        ("busy_until", models.DateTimeField(null=True)),
                        ("served_at", models.DateTimeField(null=True)),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subscriptions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="所有者",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Message",
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
                            "key",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID()
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待推送"),
                                    ("sent", "已送达"),
                                    ("dead", "未送达"),
                                ],
                                default="waiting",
                                max_length=7,
                                verbose_name="状态",
                            ),
                        ),
                        ("attempts", models.PositiveIntegerField(default=0, verbose_name="次数")),
                        (
                            "made_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "status",
                            models.PositiveSmallIntegerField(null=True, verbose_name="回应"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="原因"),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="subscriptions.feedentry",
                            ),
                        ),
                        (
                            "subscription",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="subscriptions.subscription",
                            ),
                        ),
                    ],
                ),
            ]
        ),
        migrations.AddIndex(
            model_name="feedentry",
            index=models.Index(fields=["name", "id"], name="feed_by_name"),
        ),
        migrations.AddIndex(
            model_name="feedentry",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["entered_at"], name="feed_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["subscription", "due_at"],
                name="message_due",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["subscription", "-id"], name="message_by_subscription"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("subscription", "entry"), name="message_once"
            ),
        ),
    ]
