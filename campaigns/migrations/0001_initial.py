import django.contrib.postgres.fields
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
        ("aid", "0001_initial"),
        ("funds", "0001_initial"),
        ("households", "0001_initial"),
        ("pairing", "0001_initial"),
        ("stock", "0001_goods_lots_movements"),
        ("visits", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Campaign",
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
                            "kind",
                            models.CharField(max_length=30, verbose_name="类型"),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "theme",
                            models.CharField(blank=True, max_length=120, verbose_name="主题"),
                        ),
                        (
                            "organiser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaigns",
                                to="accounts.organisation",
                                verbose_name="主办单位",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="开始日期")),
                        ("ends_on", models.DateField(verbose_name="结束日期")),
                        ("apply_from", models.DateField(verbose_name="申报开始")),
                        ("apply_to", models.DateField(verbose_name="申报截止")),
                        ("settle_by", models.DateField(verbose_name="发放到位期限")),
                        ("settles_by_calendar", models.BooleanField(default=False)),
                        (
                            "budget",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="预算"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "筹备中"),
                                    ("published", "已发布"),
                                    ("collecting", "申报中"),
                                    ("screening", "审核中"),
                                    ("notice", "公示中"),
                                    ("approved", "已批准"),
                                    ("executing", "发放中"),
                                    ("closing", "收尾中"),
                                    ("summarised", "已总结"),
                                    ("archived", "已归档"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "notice_days",
                            models.PositiveSmallIntegerField(default=0, verbose_name="公示工作日"),
                        ),
                        (
                            "notice_place",
                            models.CharField(blank=True, max_length=80, verbose_name="公示地点"),
                        ),
                        ("notice_from", models.DateField(null=True, verbose_name="公示开始")),
                        ("notice_to", models.DateField(null=True, verbose_name="公示截止")),
                        ("summary", models.TextField(blank=True, verbose_name="总结")),
                        ("warned_on", models.DateField(null=True, verbose_name="到位提醒")),
                        ("reminded_on", models.DateField(null=True, verbose_name="进度提醒")),
                        (
                            "planned_by",
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
                        ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_on", models.DateField(null=True, verbose_name="批准日期")),
                        (
                            "co_organisers",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="协办单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organiser", "year", "name"), name="campaign_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="campaign_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("apply_from__gte", models.F("starts_on")),
                                    ("apply_to__gte", models.F("apply_from")),
                                    ("settle_by__gte", models.F("apply_from")),
                                    ("ends_on__gte", models.F("apply_to")),
                                    ("ends_on__gte", models.F("settle_by")),
                                ),
                                name="campaign_windows",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("budget__gt", 0)),
                                name="campaign_budget_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_by__isnull", True),
                                    models.Q(
                                        ("published_by", models.F("planned_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="campaign_publisher_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(
                                        ("approved_by", models.F("planned_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="campaign_approver_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "planned"),
                                    ("published_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="campaign_running_is_published",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignMoney",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="money",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaign_money",
                                to="funds.fundsource",
                                verbose_name="资金来源",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "source"), name="campaign_source_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="campaign_money_positive",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignStandard",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="standards",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("person_class", models.CharField(max_length=20, verbose_name="对象类别")),
                        ("stage", models.CharField(blank=True, max_length=20, verbose_name="学段")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="标准"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "person_class", "stage"),
                                name="campaign_standard_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="campaign_standard_positive",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignRule",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rules",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("code", models.CharField(max_length=30, verbose_name="规则")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="数值"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "code"), name="campaign_rule_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quota",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quotas",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="名额")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "unit"), name="campaign_quota_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)),
                                name="campaign_quota_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
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
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.member",
                            ),
                        ),
                        (
                            "person_name",
                            models.CharField(
                                blank=True, db_default="", max_length=40, verbose_name="姓名"
                            ),
                        ),
                        (
                            "id_no",
                            models.TextField(blank=True, default="", verbose_name="身份证号"),
                        ),
                        (
                            "mobile",
                            models.TextField(blank=True, default="", verbose_name="联系电话"),
                        ),
                        ("person_key", models.CharField(blank=True, db_default="", max_length=64)),
                        ("once_key", models.CharField(blank=True, db_default="", max_length=40)),
                        ("person_class", models.CharField(max_length=20, verbose_name="对象类别")),
                        (
                            "stage",
                            models.CharField(
                                blank=True, db_default="", max_length=20, verbose_name="学段"
                            ),
                        ),
                        ("answers", models.JSONField(default=dict, verbose_name="申报内容")),
                        (
                            "materials",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                default=list,
                                size=None,
                                verbose_name="已交材料",
                            ),
                        ),
                        (
                            "came_from",
                            models.CharField(
                                choices=[
                                    ("by_hand", "手工列入"),
                                    ("proposed", "按规则从档案列入"),
                                    ("imported", "从名册导入"),
                                    ("visited", "走访现场发放"),
                                ],
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        ("reason", models.CharField(max_length=120, verbose_name="列入理由")),
                        (
                            "people",
                            models.PositiveSmallIntegerField(default=1, verbose_name="人数"),
                        ),
                        (
                            "households",
                            models.PositiveSmallIntegerField(default=1, verbose_name="户数"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("listed", "待审核"),
                                    ("eligible", "符合条件"),
                                    ("ineligible", "不符合"),
                                    ("approved", "已批准"),
                                    ("planned", "已安排款项"),
                                    ("reached", "已到位"),
                                    ("withdrawn", "已退出"),
                                ],
                                default="listed",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "asked",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="拟助金额"
                            ),
                        ),
                        (
                            "standard",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="标准"
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="核定金额"
                            ),
                        ),
                        ("findings", models.JSONField(default=list, verbose_name="审核结果")),
                        ("screened_on", models.DateField(null=True, verbose_name="审核日期")),
                        (
                            "is_complete",
                            models.BooleanField(default=False, verbose_name="事项全部办结"),
                        ),
                        (
                            "listed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("listed_on", models.DateField(verbose_name="列入日期")),
                        (
                            "override_reason",
                            models.CharField(
                                blank=True, db_default="", max_length=200, verbose_name="例外理由"
                            ),
                        ),
                        (
                            "override_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "overridden_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_on", models.DateField(null=True, verbose_name="批准日期")),
                        (
                            "withdrawn_reason",
                            models.CharField(
                                blank=True, db_default="", max_length=200, verbose_name="退出原因"
                            ),
                        ),
                        (
                            "payment",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaign_enrolment",
                                to="aid.payment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                fields=["campaign", "state", "id"], name="enrolment_by_state"
                            ),
                            models.Index(
                                fields=["campaign", "unit", "id"], name="enrolment_by_unit"
                            ),
                            models.Index(
                                condition=models.Q(("person_key", ""), _negated=True),
                                fields=["person_key"],
                                name="enrolment_by_person",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("person_key", ""), _negated=True),
                                    models.Q(("state", "withdrawn"), _negated=True),
                                ),
                                fields=("campaign", "person_key"),
                                name="campaign_has_a_person_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("file__isnull", False),
                                    models.Q(("state", "withdrawn"), _negated=True),
                                ),
                                fields=("campaign", "file", "member"),
                                name="campaign_helps_a_family_once",
                                nulls_distinct=False,
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("person_key", ""), _negated=True),
                                    models.Q(("once_key", ""), _negated=True),
                                ),
                                fields=("person_key", "once_key"),
                                name="person_helped_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("file__isnull", False), ("person_name", "")),
                                    models.Q(
                                        ("file__isnull", True),
                                        ("member__isnull", True),
                                        models.Q(("person_name", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("file__isnull", True),
                                        ("member__isnull", True),
                                        ("payment__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="enrolment_of_a_file_a_person_or_a_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    ("listed_by__isnull", True),
                                    models.Q(("approved_by", models.F("listed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="enrolment_approver_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("overridden_by__isnull", True),
                                    models.Q(
                                        ("override_by__isnull", False),
                                        models.Q(
                                            ("overridden_by", models.F("override_by")),
                                            _negated=True,
                                        ),
                                        models.Q(("override_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enrolment_exception_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["approved", "planned", "reached"]),
                                        _negated=True,
                                    ),
                                    models.Q(("amount__gt", 0), ("amount__isnull", False)),
                                    _connector="OR",
                                ),
                                name="enrolment_approved_has_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["planned", "reached"]), _negated=True),
                                    ("payment__isnull", False),
                                    _connector="OR",
                                ),
                                name="enrolment_planned_has_payment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawn_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="enrolment_withdrawn_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistTick",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ticks",
                                to="campaigns.enrolment",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="事项")),
                        ("done_on", models.DateField(verbose_name="办理日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "code"), name="checklist_tick_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tally",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tallies",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("listed", "待审核"),
                                    ("eligible", "符合条件"),
                                    ("ineligible", "不符合"),
                                    ("approved", "已批准"),
                                    ("planned", "已安排款项"),
                                    ("reached", "已到位"),
                                    ("withdrawn", "已退出"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("number", models.IntegerField()),
                        ("households", models.IntegerField()),
                        ("people", models.IntegerField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        ("complete", models.IntegerField()),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "unit", "state"), name="tally_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("complete__gte", 0),
                                    ("households__gte", 0),
                                    ("number__gte", 0),
                                    ("people__gte", 0),
                                ),
                                name="tally_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignGoods",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goods",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "goods",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.goods",
                                verbose_name="物资",
                            ),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.store",
                                verbose_name="出库仓库",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                        (
                            "unit_value",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="单价（元）"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "goods"), name="campaign_goods_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="campaign_goods_some"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit_value__gt", 0)),
                                name="campaign_goods_worth",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodsQuota",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quotas",
                                to="campaigns.campaigngoods",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="名额")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("line", "unit"), name="goods_quota_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CondolenceItem",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="campaigns.enrolment",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="campaigns.campaigngoods",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                        ("handed", models.PositiveIntegerField(default=0, verbose_name="已送到")),
                    ],
                    options={
                        "ordering": ["line", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "line"), name="condolence_item_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="condolence_item_some"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("handed", 0), ("handed", models.F("quantity")), _connector="OR"
                                ),
                                name="condolence_item_all_or_none",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodsTally",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tallies",
                                to="campaigns.campaigngoods",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("quantity", models.IntegerField()),
                        ("handed", models.IntegerField()),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("line", "unit"), name="goods_tally_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("handed__gte", 0), ("quantity__gte", models.F("handed"))
                                ),
                                name="goods_tally_sound",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitGroup",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit_groups",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="慰问组")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="走访单位",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="负责片区",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "name"), name="visit_group_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitGroupMember",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="campaigns.visitgroup",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("city", "市级领导"),
                                    ("county", "县级领导"),
                                    ("unit", "部门（单位）负责人"),
                                    ("staff", "工作人员"),
                                ],
                                max_length=6,
                                verbose_name="级别",
                            ),
                        ),
                        ("leads", models.BooleanField(default=False, verbose_name="带队")),
                        (
                            "cadre",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pairing.cadre",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("who", models.CharField(max_length=60)),
                    ],
                    options={
                        "ordering": ["-leads", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "who"), name="visit_group_member_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("leads", True)),
                                fields=("group",),
                                name="visit_group_has_one_leader",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitRoute",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="routes",
                                to="campaigns.visitgroup",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                    ],
                    options={
                        "ordering": ["on", "group", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("group", "on"), name="visit_route_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitTarget",
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
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="campaigns.visitroute",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="campaigns.enrolment",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="次序")),
                        (
                            "led_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="led",
                                to="campaigns.visitgroupmember",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "待慰问"),
                                    ("visited", "已慰问"),
                                    ("missed", "不在家"),
                                ],
                                default="planned",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "cash",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="送到慰问金",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="visits.visit",
                            ),
                        ),
                        (
                            "handed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "missed_reason",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="未见到的原因"
                            ),
                        ),
                        ("loads", models.PositiveSmallIntegerField(default=0)),
                        (
                            "is_loaded",
                            models.BooleanField(default=False, verbose_name="物资已领出"),
                        ),
                    ],
                    options={
                        "ordering": ["route", "place", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["planned", "visited"])),
                                fields=("enrolment",),
                                name="visit_target_on_one_route",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "missed"), _negated=True),
                                    models.Q(
                                        models.Q(("missed_reason", ""), _negated=True),
                                        ("is_loaded", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="visit_target_missed_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "visited"), ("handed_by__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "visited"), _negated=True),
                                        ("cash__isnull", True),
                                        ("visit__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="visit_target_visited_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cash__isnull", True), ("cash__gt", 0), _connector="OR"
                                ),
                                name="visit_target_cash_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_loaded", False), ("loads__gte", 1), _connector="OR"
                                ),
                                name="visit_target_loaded_counted",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
