import django.contrib.postgres.functions
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("jobs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Intake",
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
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="导入到",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(verbose_name="送交时间")),
                        ("file_name", models.CharField(max_length=120, verbose_name="文件")),
                        ("sha256", models.CharField(max_length=64)),
                        ("layout", models.JSONField(default=dict)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("row_count", models.PositiveIntegerField(verbose_name="行数")),
                        ("mapping", models.JSONField(default=dict)),
                        ("options", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("read", "待核对列"),
                                    ("rehearsing", "预演中"),
                                    ("rehearsed", "待确认"),
                                    ("committing", "导入中"),
                                    ("committed", "已导入"),
                                    ("undoing", "撤销中"),
                                    ("undone", "已撤销"),
                                    ("discarded", "已作废"),
                                ],
                                default="read",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("counts", models.JSONField(default=dict)),
                        ("totals", models.JSONField(default=list)),
                        ("findings", models.TextField(blank=True, default="")),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        (
                            "job",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="jobs.job",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="放行原因"),
                        ),
                        ("committed_at", models.DateTimeField(null=True, verbose_name="导入时间")),
                        ("trail_id", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                fields=["organisation", "kind", "sha256"], name="intake_by_file"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "committed"), _negated=True),
                                    ("committed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="intake_committed_has_its_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SentFile",
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
                            "intake",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sent_file",
                                to="intake.intake",
                            ),
                        ),
                        ("sealed", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="IntakePage",
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
                            "intake",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pages",
                                to="intake.intake",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("sealed", models.BinaryField()),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("intake", "number"), name="intake_page_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trace",
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
                        (
                            "intake",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="traces",
                                to="intake.intake",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("model", models.CharField(max_length=80)),
                        ("created", models.JSONField(default=list)),
                        ("replaced", models.TextField(blank=True, default="")),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("intake", "number"), name="intake_trace_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RememberedMapping",
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("mapping", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "kind", "fingerprint"),
                                name="mapping_remembered_once",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
