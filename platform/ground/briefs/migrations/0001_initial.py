import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Series",
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
                                related_name="brief_series",
                                to="accounts.organisation",
                                verbose_name="编发单位",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(max_length=60, unique=True, verbose_name="报头"),
                        ),
                        ("issuer", models.CharField(max_length=80, verbose_name="编发单位全称")),
                        (
                            "marking",
                            models.CharField(blank=True, max_length=20, verbose_name="标识"),
                        ),
                        (
                            "report_to",
                            models.CharField(blank=True, max_length=300, verbose_name="报"),
                        ),
                        (
                            "send_to",
                            models.CharField(blank=True, max_length=300, verbose_name="送"),
                        ),
                        (
                            "distribute_to",
                            models.CharField(blank=True, max_length=300, verbose_name="发"),
                        ),
                        (
                            "print_run",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="共印份数"
                            ),
                        ),
                        ("paper_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("paper_number", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name_plural": "series",
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
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
                                related_name="contributions",
                                to="accounts.organisation",
                                verbose_name="来稿单位",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        (
                            "subtitle",
                            models.CharField(blank=True, max_length=120, verbose_name="副标题"),
                        ),
                        (
                            "byline",
                            models.CharField(blank=True, max_length=60, verbose_name="署名"),
                        ),
                        (
                            "contributor",
                            models.CharField(blank=True, max_length=60, verbose_name="来稿落款"),
                        ),
                        ("blocks", models.JSONField(verbose_name="正文")),
                        ("received_on", models.DateField(verbose_name="来稿日期")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "待处理"),
                                    ("adopted", "已采用"),
                                    ("returned", "已退稿"),
                                ],
                                default="received",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="退稿原因"),
                        ),
                    ],
                    options={
                        "ordering": ["-received_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "returned"), _negated=True),
                                fields=("organisation", "title", "received_on"),
                                name="contribution_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Issue",
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
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issues",
                                to="briefs.series",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "number",
                            models.PositiveSmallIntegerField(null=True, verbose_name="期号"),
                        ),
                        ("starts_on", models.DateField(verbose_name="数据起始")),
                        ("ends_on", models.DateField(verbose_name="数据截止")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("editing", "编辑中"),
                                    ("in_review", "待签发"),
                                    ("signed", "已签发"),
                                    ("typeset", "已排印"),
                                ],
                                default="editing",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("issued_on", models.DateField(null=True, verbose_name="签发日期")),
                        (
                            "sent_back_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="退回原因"),
                        ),
                        ("left_out", models.JSONField(default=list)),
                        ("zeros", models.JSONField(default=list)),
                        ("document", models.JSONField(null=True)),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("series", "year", "number"), name="issue_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_by__isnull", True),
                                    models.Q(("signed_by", models.F("edited_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="issue_signer_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["editing", "in_review"]),
                                    models.Q(
                                        ("document__isnull", False),
                                        ("issued_on__isnull", False),
                                        ("number__isnull", False),
                                        ("signed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="issue_signed_is_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="issue_span",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Article",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="articles",
                                to="briefs.issue",
                            ),
                        ),
                        (
                            "contribution",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="articles",
                                to="briefs.contribution",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("section", models.CharField(max_length=30, verbose_name="栏目")),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        (
                            "subtitle",
                            models.CharField(blank=True, max_length=120, verbose_name="副标题"),
                        ),
                        (
                            "byline",
                            models.CharField(blank=True, max_length=60, verbose_name="署名"),
                        ),
                        (
                            "contributor",
                            models.CharField(blank=True, max_length=60, verbose_name="来稿落款"),
                        ),
                        ("editor_note", models.TextField(blank=True, verbose_name="编者按")),
                        ("blocks", models.JSONField(verbose_name="正文")),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issue", "contribution"), name="contribution_once_an_issue"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueFigure",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="briefs.issue",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("fact", models.CharField(max_length=60)),
                        ("label", models.CharField(max_length=60)),
                        ("unit", models.CharField(max_length=10)),
                        ("value", models.DecimalField(decimal_places=2, max_digits=16)),
                        ("query", models.TextField()),
                        ("records", models.JSONField()),
                        ("as_of_event", models.BigIntegerField()),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issue", "fact"), name="issue_figure_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("query", ""), _negated=True),
                                name="issue_figure_has_its_query",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Printed",
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
                            "issue",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="printed",
                                to="briefs.issue",
                            ),
                        ),
                        ("pdf", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("pages", models.PositiveSmallIntegerField()),
                        (
                            "typeset_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "printed",
                    },
                ),
            ]
        ),
    ]
