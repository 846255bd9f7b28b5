import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("households", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="HomeInvestigation",
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
                        ("key", models.UUIDField(unique=True)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="investigations",
                                to="households.hardshipfile",
                                verbose_name="困难职工档案",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("filing", "建档调查"),
                                    ("review", "动态复核"),
                                    ("spot_check", "抽查"),
                                    ("supplement", "补充记录"),
                                ],
                                default="filing",
                                max_length=12,
                                verbose_name="用途",
                            ),
                        ),
                        (
                            "round",
                            models.PositiveSmallIntegerField(default=0, verbose_name="办理轮次"),
                        ),
                        ("visited_on", models.DateField(verbose_name="调查日期")),
                        (
                            "present",
                            models.TextField(blank=True, default="", verbose_name="在场家属"),
                        ),
                        (
                            "housing",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("self_built", "自建房"),
                                    ("market", "商品房"),
                                    ("affordable", "经济适用房"),
                                    ("capped", "两限房"),
                                    ("public_rent", "承租单位公房"),
                                    ("low_rent", "政府廉租房"),
                                    ("rent", "租房"),
                                    ("none", "无房"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="住房",
                            ),
                        ),
                        (
                            "floor_area",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=7,
                                null=True,
                                verbose_name="实看面积（平方米）",
                            ),
                        ),
                        (
                            "housing_note",
                            models.TextField(blank=True, default="", verbose_name="住房和家中情况"),
                        ),
                        (
                            "living",
                            models.CharField(
                                choices=[
                                    ("destitute", "很困难"),
                                    ("poor", "较困难"),
                                    ("modest", "一般"),
                                    ("comfortable", "较好"),
                                ],
                                max_length=12,
                                verbose_name="生活水平",
                            ),
                        ),
                        (
                            "conclusion",
                            models.CharField(
                                choices=[
                                    ("true", "属实"),
                                    ("mostly", "基本属实"),
                                    ("false", "不符"),
                                ],
                                max_length=8,
                                verbose_name="调查结论",
                            ),
                        ),
                        (
                            "remark",
                            models.TextField(blank=True, default="", verbose_name="调查意见"),
                        ),
                        (
                            "on_paper",
                            models.BooleanField(default=False, verbose_name="已在纸质表上签字"),
                        ),
                        (
                            "family_signature",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                        ("passed", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[("recorded", "已登记"), ("withdrawn", "已撤回")],
                                default="recorded",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=300, verbose_name="撤回原因"),
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
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-visited_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["visited_on", "id"], name="investigation_by_day")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("passed", True)),
                                fields=("file", "round"),
                                name="investigation_passed_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("passed", True), _negated=True),
                                    models.Q(
                                        ("purpose", "filing"),
                                        models.Q(("conclusion", "false"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="investigation_passes_when_true",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "recorded"), ("withdrawn_by__isnull", True)),
                                    models.Q(
                                        ("state", "withdrawn"),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("withdrawn_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="investigation_withdrawn_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Investigator",
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
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="investigators",
                                to="investigations.homeinvestigation",
                            ),
                        ),
                        ("index", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=40, verbose_name="调查人")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("investigation", "name"), name="investigator_named_once"
                            ),
                            models.UniqueConstraint(
                                fields=("investigation", "user"), name="investigator_once"
                            ),
                            models.UniqueConstraint(
                                fields=("investigation", "signature"),
                                name="investigator_signs_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeenItem",
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
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="investigations.homeinvestigation",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("income", "收入"), ("expense", "刚性支出")], max_length=8
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("wage", "工资性收入"),
                                    ("business", "经营净收入"),
                                    ("property", "财产净收入"),
                                    ("transfer", "转移净收入"),
                                    ("other_income", "其他收入"),
                                    ("illness", "因病支出"),
                                    ("disability", "因残支出"),
                                    ("schooling", "因学支出"),
                                    ("housing", "住房支出"),
                                    ("employment", "必要就业成本"),
                                    ("other_expense", "其他支出"),
                                ],
                                max_length=14,
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "declared",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="申报金额"
                            ),
                        ),
                        ("agrees", models.BooleanField(verbose_name="与凭证相符")),
                        (
                            "seen",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="实看金额",
                            ),
                        ),
                        ("proof", models.CharField(blank=True, max_length=80, verbose_name="凭证")),
                    ],
                    options={
                        "ordering": ["investigation", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("declared__gte", 0),
                                    models.Q(
                                        ("seen__isnull", True), ("seen__gte", 0), _connector="OR"
                                    ),
                                ),
                                name="seen_item_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agrees", True),
                                    models.Q(
                                        ("seen__isnull", False),
                                        models.Q(("seen", models.F("declared")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="seen_item_differs_by_figure",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvestigationPhoto",
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
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="investigations.homeinvestigation",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                        ("index", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["index"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("investigation", "file"), name="investigation_photo_once"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
