import django.db.models.deletion
import django.db.models.functions.datetime
from decimal import Decimal
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
                    name="AgencyProfile",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agency_profile",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "sector",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("party", "党委"),
                                    ("congress", "人大"),
                                    ("government", "政府"),
                                    ("cppcc", "政协"),
                                    ("mass", "群团"),
                                    ("institution", "企事业"),
                                ],
                                max_length=12,
                                verbose_name="系统",
                            ),
                        ),
                        ("functions", models.JSONField(default=list, verbose_name="职能")),
                        ("industries", models.JSONField(default=list, verbose_name="对口行业")),
                        (
                            "headcount",
                            models.PositiveIntegerField(default=0, verbose_name="干部人数"),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="可联系企业数"
                            ),
                        ),
                        (
                            "leader_in_charge",
                            models.CharField(blank=True, max_length=60, verbose_name="分管领导"),
                        ),
                        (
                            "liaison",
                            models.CharField(blank=True, max_length=60, verbose_name="联络员"),
                        ),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=5,
                                max_digits=8,
                                null=True,
                                verbose_name="纬度",
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=5,
                                max_digits=8,
                                null=True,
                                verbose_name="经度",
                            ),
                        ),
                        ("updated_at", models.DateTimeField(verbose_name="更新时间")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("latitude__isnull", True),
                                        ("latitude__range", (Decimal("-90"), Decimal("90"))),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("longitude__isnull", True),
                                        ("longitude__range", (Decimal("-180"), Decimal("180"))),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("latitude__isnull", True), ("longitude__isnull", True)
                                        ),
                                        models.Q(
                                            ("latitude__isnull", False),
                                            ("longitude__isnull", False),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="agency_profile_place",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnterpriseProfile",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="enterprise_profile",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "ownership",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("state", "国有"),
                                    ("collective", "集体"),
                                    ("private", "民营"),
                                    ("sole", "私营"),
                                    ("self_employed", "个体"),
                                    ("non_public", "其他非公"),
                                    ("township", "乡镇企业"),
                                    ("restructured", "改制企业"),
                                ],
                                max_length=15,
                                verbose_name="单位性质",
                            ),
                        ),
                        (
                            "industry",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "农、林、牧、渔业"),
                                    ("B", "采矿业"),
                                    ("C", "制造业"),
                                    ("D", "电力、热力、燃气及水的生产和供应业"),
                                    ("E", "建筑业"),
                                    ("F", "批发和零售业"),
                                    ("G", "交通运输、仓储和邮政业"),
                                    ("H", "住宿和餐饮业"),
                                    ("I", "信息传输、软件和信息技术服务业"),
                                    ("J", "金融业"),
                                    ("K", "房地产业"),
                                    ("L", "租赁和商务服务业"),
                                    ("M", "科学研究和技术服务业"),
                                    ("N", "水利、环境和公共设施管理业"),
                                    ("O", "居民服务、修理和其他服务业"),
                                    ("P", "教育"),
                                    ("Q", "卫生和社会工作"),
                                    ("R", "文化、体育和娱乐业"),
                                    ("S", "公共管理、社会保障和社会组织"),
                                    ("T", "国际组织"),
                                ],
                                max_length=1,
                                verbose_name="所属行业",
                            ),
                        ),
                        (
                            "scale",
                            models.CharField(
                                blank=True,
                                choices=[("above", "规模以上"), ("below", "规模以下")],
                                max_length=8,
                                verbose_name="规模",
                            ),
                        ),
                        (
                            "employees",
                            models.PositiveIntegerField(default=0, verbose_name="职工人数"),
                        ),
                        (
                            "hardship_count",
                            models.PositiveIntegerField(default=0, verbose_name="困难职工人数"),
                        ),
                        (
                            "operating_state",
                            models.CharField(
                                choices=[
                                    ("normal", "正常"),
                                    ("difficult", "生产经营困难"),
                                    ("half_stopped", "停产半停产"),
                                    ("restructuring", "改制"),
                                    ("hopeless", "长期停产扭亏无望"),
                                    ("closed", "破产/关闭"),
                                ],
                                default="normal",
                                max_length=15,
                                verbose_name="企业状况",
                            ),
                        ),
                        ("needs", models.JSONField(default=list, verbose_name="帮扶需求")),
                        ("difficulties", models.TextField(blank=True, verbose_name="主要困难")),
                        (
                            "social_insurance",
                            models.JSONField(default=dict, verbose_name="参保情况"),
                        ),
                        (
                            "union_established",
                            models.BooleanField(blank=True, null=True, verbose_name="已建工会"),
                        ),
                        (
                            "workers_congress",
                            models.BooleanField(blank=True, null=True, verbose_name="已建职代会"),
                        ),
                        (
                            "collective_contract_until",
                            models.DateField(blank=True, null=True, verbose_name="集体合同到期日"),
                        ),
                        (
                            "team_size",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="需要联系单位数"
                            ),
                        ),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=5,
                                max_digits=8,
                                null=True,
                                verbose_name="纬度",
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=5,
                                max_digits=8,
                                null=True,
                                verbose_name="经度",
                            ),
                        ),
                        ("updated_at", models.DateTimeField(verbose_name="更新时间")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("latitude__isnull", True),
                                        ("latitude__range", (Decimal("-90"), Decimal("90"))),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("longitude__isnull", True),
                                        ("longitude__range", (Decimal("-180"), Decimal("180"))),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("latitude__isnull", True), ("longitude__isnull", True)
                                        ),
                                        models.Q(
                                            ("latitude__isnull", False),
                                            ("longitude__isnull", False),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="enterprise_profile_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("team_size__gte", 1)),
                                name="enterprise_has_a_team",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PairingPlan",
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
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pairing_plans",
                                to="accounts.organisation",
                                verbose_name="双联办",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                        ("starts_on", models.DateField(verbose_name="结对开始日期")),
                        ("weights", models.JSONField(default=dict, verbose_name="权重")),
                        ("principles", models.TextField(blank=True, verbose_name="编制说明")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "编制中"),
                                    ("solving", "求解中"),
                                    ("proposed", "待批准"),
                                    ("approved", "已批准"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("job_key", models.UUIDField(blank=True, null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("established_at", models.DateTimeField(blank=True, null=True)),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-year", "-round", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "year", "round"), name="pairing_plan_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(
                                        models.Q(
                                            ("approved_by", models.F("submitted_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("approved_by", models.F("made_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_approver_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("approved_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="plan_approved_has_an_approver",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ruling",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rulings",
                                to="planning.pairingplan",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("pin", "指定"), ("forbid", "回避")],
                                max_length=6,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "conflict_of_interest",
                            models.BooleanField(default=False, verbose_name="利益冲突"),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["kind", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "agency", "enterprise"), name="ruling_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "forbid"),
                                    ("conflict_of_interest", False),
                                    _connector="OR",
                                ),
                                name="ruling_conflict_forbids",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Solution",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="solutions",
                                to="planning.pairingplan",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("weights", models.JSONField(default=dict)),
                        ("is_proven", models.BooleanField(verbose_name="已证明最优")),
                        (
                            "gap",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="与最优值的最大差距（分）",
                            ),
                        ),
                        ("agencies", models.PositiveIntegerField(verbose_name="参联单位数")),
                        ("agencies_used", models.PositiveIntegerField(verbose_name="已安排单位数")),
                        ("enterprises", models.PositiveIntegerField(verbose_name="企业数")),
                        (
                            "enterprises_covered",
                            models.PositiveIntegerField(verbose_name="已覆盖企业数"),
                        ),
                        ("capacity", models.PositiveIntegerField(verbose_name="可联系总数")),
                        ("pair_count", models.PositiveIntegerField(verbose_name="结对数")),
                        (
                            "total_score",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="总分"
                            ),
                        ),
                        (
                            "greedy_score",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="逐个挑选的总分"
                            ),
                        ),
                        (
                            "greedy_pairs",
                            models.PositiveIntegerField(verbose_name="逐个挑选的结对数"),
                        ),
                        (
                            "greedy_covered",
                            models.PositiveIntegerField(verbose_name="逐个挑选覆盖的企业数"),
                        ),
                        (
                            "pairs_scored",
                            models.PositiveBigIntegerField(verbose_name="评分的组合数"),
                        ),
                        (
                            "seconds",
                            models.DecimalField(
                                decimal_places=1, max_digits=8, verbose_name="用时（秒）"
                            ),
                        ),
                        ("distribution", models.JSONField(default=list, verbose_name="分数分布")),
                        ("messages", models.JSONField(default=list, verbose_name="说明")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("inputs_at", models.DateTimeField(verbose_name="数据时点")),
                        (
                            "made_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["plan", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="solution_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposedPair",
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
                            "solution",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pairs",
                                to="planning.solution",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("is_lead", models.BooleanField(default=False, verbose_name="牵头")),
                        ("is_pinned", models.BooleanField(default=False, verbose_name="指定")),
                        (
                            "score",
                            models.DecimalField(
                                decimal_places=2, max_digits=5, verbose_name="匹配分"
                            ),
                        ),
                        ("parts", models.JSONField(default=dict, verbose_name="分项")),
                        (
                            "because",
                            models.CharField(blank=True, max_length=300, verbose_name="理由"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("solution", "agency", "enterprise"),
                                name="proposed_pair_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_lead", True)),
                                fields=("solution", "enterprise"),
                                name="proposed_lead_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score__range", (Decimal("0"), Decimal("100")))
                                ),
                                name="proposed_pair_score",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="pairingplan",
            name="chosen",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="planning.solution",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["proposed", "approved"]), _negated=True),
                    models.Q(("chosen__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="plan_submitted_has_a_solution",
            ),
        ),
    ]
