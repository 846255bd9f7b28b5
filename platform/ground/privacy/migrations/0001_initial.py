import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True, verbose_name="导出编号")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导出人",
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
                ("title", models.CharField(max_length=120, verbose_name="内容")),
                ("format", models.CharField(default="xlsx", max_length=8, verbose_name="格式")),
                ("filters", models.CharField(blank=True, max_length=300, verbose_name="筛选条件")),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="条数")),
                ("personal", models.BooleanField(default=False, verbose_name="含个人信息")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="用途")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("ip", models.GenericIPAddressField(null=True, verbose_name="来源地址")),
                ("size", models.PositiveBigIntegerField(null=True, verbose_name="字节数")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("refusal", models.CharField(blank=True, max_length=200, verbose_name="拦下原因")),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["organisation", "-id"], name="release_by_organisation"),
                    models.Index(fields=["sha256"], name="release_by_sha256"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("personal", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personal_release_has_a_reason",
                    )
                ],
            },
        ),
    ]
