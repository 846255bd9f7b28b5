import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Standard",
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
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.division",
                                verbose_name="适用地区",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveSmallIntegerField(null=True, verbose_name="版次"),
                        ),
                        ("valid_from", models.DateField(verbose_name="自")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="至")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("published", "已发布"),
                                    ("withdrawn", "已废止"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("source", models.TextField(verbose_name="依据")),
                        (
                            "copied_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="standards.standard",
                            ),
                        ),
                        ("is_seed", models.BooleanField(default=False)),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
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
                        ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_on", models.DateField(null=True, verbose_name="废止日期")),
                        (
                            "withdrawal_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="废止原因"),
                        ),
                    ],
                    options={
                        "ordering": ["-valid_from", "-version", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft"), _negated=True),
                                fields=("division", "version"),
                                name="standard_version_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="standard_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("is_seed", True),
                                        ("made_by__isnull", True),
                                        ("published_by__isnull", True),
                                    ),
                                    models.Q(("is_seed", False), ("made_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="standard_has_maker",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_on__isnull", True),
                                        ("state", "draft"),
                                        ("version__isnull", True),
                                    ),
                                    models.Q(
                                        ("is_seed", True),
                                        ("published_on__isnull", False),
                                        ("version__isnull", False),
                                    ),
                                    models.Q(
                                        ("published_by__isnull", False),
                                        ("published_on__isnull", False),
                                        ("version__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="standard_published_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_by__isnull", True),
                                    models.Q(("published_by", models.F("made_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="standard_publisher_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "withdrawn"), ("withdrawn_on__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("state", "withdrawn"), _negated=True),
                                        ("withdrawn_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="standard_withdrawn_on_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AidRule",
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
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="次序"),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="代码")),
                        ("label", models.CharField(max_length=80, verbose_name="名称")),
                        ("parameters", models.JSONField(default=dict, verbose_name="参数")),
                        ("source", models.CharField(max_length=300, verbose_name="依据")),
                        (
                            "standard",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rules",
                                to="standards.standard",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("fixed", "定额"),
                                    ("months", "低保月数"),
                                    ("costs", "自付费用比例"),
                                    ("cap", "上限"),
                                    ("one_item", "只享受一项"),
                                    ("once", "同一事项只救助一次"),
                                    ("retest", "已得救助计入收入"),
                                    ("papers", "所需材料"),
                                ],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "aid_type",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("living", "生活救助"),
                                    ("medical", "医疗救助"),
                                    ("education", "子女助学"),
                                    ("temporary", "临时救助"),
                                    ("legal_aid", "法律援助"),
                                    ("vocational_training", "职业培训"),
                                    ("job_placement", "职业介绍"),
                                    ("condolence", "慰问金"),
                                    ("goods", "慰问品"),
                                ],
                                max_length=20,
                                verbose_name="救助项目",
                            ),
                        ),
                        (
                            "source_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("central", "中央财政"),
                                    ("local", "地方财政"),
                                    ("upper_union", "上级工会补助"),
                                    ("own", "本级工会经费"),
                                    ("donation", "社会捐助"),
                                    ("employer", "行政拨付"),
                                    ("interest", "利息"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="资金来源",
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("deep", "深度困难"),
                                    ("relative", "相对困难"),
                                    ("accidental", "意外致困"),
                                ],
                                max_length=12,
                                verbose_name="困难类别",
                            ),
                        ),
                        (
                            "tier",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "全国级"),
                                    ("provincial", "省级"),
                                    ("prefecture", "地市级"),
                                    ("county", "区县级"),
                                    ("basic", "基层"),
                                ],
                                max_length=12,
                                verbose_name="建档标准",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("standard", "code"), name="aidrule_code_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "fixed",
                                            "months",
                                            "costs",
                                            "cap",
                                            "one_item",
                                            "once",
                                            "retest",
                                            "papers",
                                        ],
                                    )
                                ),
                                name="aidrule_kind_is_known",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
