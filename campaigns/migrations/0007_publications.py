import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0006_help_without_money"),
        ("households", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Publication",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "待发布"),
                                    ("published", "公开中"),
                                    ("ended", "已期满"),
                                    ("withdrawn", "已撤下"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("code", models.CharField(max_length=12, null=True, unique=True)),
                        ("title", models.CharField(max_length=60, verbose_name="标题")),
                        ("place", models.CharField(max_length=60, verbose_name="张贴地点")),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=200, verbose_name="说明"),
                        ),
                        ("workdays", models.PositiveSmallIntegerField(verbose_name="工作日")),
                        ("with_names", models.BooleanField(default=False, verbose_name="公开名单")),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=30, verbose_name="监督电话"),
                        ),
                        (
                            "contact",
                            models.CharField(blank=True, max_length=60, verbose_name="受理部门"),
                        ),
                        ("figures", models.JSONField(default=dict, verbose_name="数字")),
                        (
                            "drafted_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                        ("last_day", models.DateField(null=True, verbose_name="截止日")),
                        ("ended_on", models.DateField(null=True, verbose_name="结束日期")),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=300, verbose_name="撤下原因"),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PublicationLine",
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
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("name", models.CharField(max_length=40, verbose_name="姓名（隐去部分）")),
                        ("unit", models.CharField(max_length=120, verbose_name="单位")),
                        ("category", models.CharField(max_length=60, verbose_name="类别")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="金额"
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="households.consent",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.enrolment",
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="campaigns.publication",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["publication", "position"],
                    },
                ),
            ]
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "published"])),
                fields=("campaign", "state"),
                name="publication_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by__isnull", True),
                    models.Q(("published_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="publication_published_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("code__isnull", True), ("published_on__isnull", True), ("state", "draft")
                    ),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("code__isnull", False),
                        ("last_day__gte", models.F("published_on")),
                        ("published_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="publication_published_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="publication_withdrawn_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicationline",
            constraint=models.UniqueConstraint(
                fields=("publication", "enrolment"), name="publication_line_once"
            ),
        ),
    ]
