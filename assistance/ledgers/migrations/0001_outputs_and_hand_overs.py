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
        ("files", "0001_initial"),
        ("households", "0001_initial"),
        ("privacy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Output",
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
                        ("kind", models.CharField(max_length=40, verbose_name="种类")),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        ("personal", models.BooleanField(verbose_name="含个人信息")),
                        ("rows", models.PositiveIntegerField(verbose_name="条数")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                        (
                            "release",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="privacy.release",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="编制人",
                            ),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="编制时间")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                fields=["organisation", "kind", "-id"], name="output_by_kind"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="次")),
                        (
                            "output",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_over",
                                to="ledgers.output",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报送人",
                            ),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="报送时间")),
                        ("added", models.PositiveIntegerField(verbose_name="新增")),
                        ("changed", models.PositiveIntegerField(verbose_name="变更")),
                        ("ended", models.PositiveIntegerField(verbose_name="退出")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "number"), name="hand_over_numbered"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOverLine",
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
                            "hand_over",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="ledgers.handover",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed_over",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "change",
                            models.CharField(
                                choices=[("added", "新增"), ("changed", "变更"), ("ended", "退出")],
                                max_length=8,
                                verbose_name="情况",
                            ),
                        ),
                        (
                            "differing",
                            models.CharField(blank=True, max_length=300, verbose_name="变更项"),
                        ),
                        ("digests", models.JSONField(default=dict)),
                        ("form", models.TextField(blank=True, default="", verbose_name="报送内容")),
                        ("is_latest", models.BooleanField(default=True)),
                        (
                            "entered_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="录入全国系统日期"
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["hand_over", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("entered_on__isnull", True), ("is_latest", True)
                                ),
                                fields=["file"],
                                name="hand_over_line_to_enter",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("hand_over", "file"), name="hand_over_line_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_latest", True)),
                                fields=("file",),
                                name="hand_over_line_latest",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("entered_on__isnull", True),
                                    ("entered_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="hand_over_line_entered_by_somebody",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
