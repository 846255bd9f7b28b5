import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_village"),
        ("accounts", "__first__"),
        ("criteria", "0004_checks_per_hour"),
        ("households", "0006_assessments"),
    ]

    operations = [
        migrations.CreateModel(
            name="WhatIf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("job_key", models.UUIDField(unique=True)),
                ("on", models.DateField(verbose_name="测算日期")),
                (
                    "done_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="完成时间",
                    ),
                ),
                ("files", models.PositiveIntegerField(verbose_name="测算户数")),
                ("counts", models.JSONField(default=list)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "ruleset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="criteria.ruleset",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ruleset", "organisation"), name="whatif_latest_only"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WhatIfLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "movement",
                    models.CharField(
                        choices=[
                            ("enters", "符合条件，可以进入"),
                            ("leaves", "不再符合，应当退出"),
                            ("near", "转为边缘困难"),
                            ("changes", "困难类别变化"),
                            ("unknown", "资料不足，无法测算"),
                            ("stays", "不变"),
                        ],
                        max_length=10,
                        verbose_name="变化",
                    ),
                ),
                (
                    "recorded",
                    models.CharField(
                        choices=[
                            ("deep", "深度困难"),
                            ("relative", "相对困难"),
                            ("accidental", "意外致困"),
                            ("borderline", "边缘困难"),
                            ("excluded", "不予建档"),
                            ("unknown", "资料不足"),
                            ("none", "不符合"),
                            ("outside", "不在档"),
                        ],
                        max_length=12,
                        verbose_name="现有类别",
                    ),
                ),
                (
                    "ruled",
                    models.CharField(
                        choices=[
                            ("deep", "深度困难"),
                            ("relative", "相对困难"),
                            ("accidental", "意外致困"),
                            ("borderline", "边缘困难"),
                            ("excluded", "不予建档"),
                            ("unknown", "资料不足"),
                            ("none", "不符合"),
                        ],
                        max_length=12,
                        verbose_name="按现行标准",
                    ),
                ),
                (
                    "tried",
                    models.CharField(
                        choices=[
                            ("deep", "深度困难"),
                            ("relative", "相对困难"),
                            ("accidental", "意外致困"),
                            ("borderline", "边缘困难"),
                            ("excluded", "不予建档"),
                            ("unknown", "资料不足"),
                            ("none", "不符合"),
                        ],
                        max_length=12,
                        verbose_name="按推演标准",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "whatif",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="households.whatif",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["whatif", "movement", "recorded", "tried"], name="whatif_by_move"
                    )
                ],
            },
        ),
    ]
