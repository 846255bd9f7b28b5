import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("criteria", "0001_initial"),
        ("files", "0001_initial"),
        ("pairing", "0001_initial"),
        ("places", "0001_initial"),
        ("visits", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Route",
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
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="places.division",
                                verbose_name="适用地区",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="施行日期")),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "草稿"), ("published", "已发布")],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
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
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-valid_from", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("division", "valid_from"),
                                name="route_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_by__isnull", True),
                                    models.Q(("published_by", models.F("made_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="route_publisher_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Gate",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gates",
                                to="households.route",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="顺序")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("review", "初审"),
                                    ("investigation", "入户调查"),
                                    ("check", "家庭经济状况核对"),
                                    ("meeting", "会议研究"),
                                    ("notice", "公示"),
                                    ("opinion", "签署意见"),
                                    ("approval", "审批"),
                                ],
                                max_length=14,
                                verbose_name="类型",
                            ),
                        ),
                        ("label", models.CharField(max_length=30, verbose_name="名称")),
                        (
                            "actor",
                            models.CharField(
                                choices=[("keeper", "帮扶干部"), ("approver", "审批人")],
                                default="keeper",
                                max_length=10,
                                verbose_name="经办",
                            ),
                        ),
                        (
                            "workdays",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="期限（工作日）"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["route", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("route", "position"),
                                name="gate_at_one_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "approval"), _negated=True),
                                    ("actor", "approver"),
                                    _connector="OR",
                                ),
                                name="gate_approval_by_approver",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HardshipFile",
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
                            "file_no",
                            models.CharField(max_length=20, unique=True, verbose_name="档案编号"),
                        ),
                        (
                            "former_no",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=40,
                                verbose_name="原档案号",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_files",
                                to="accounts.organisation",
                                verbose_name="所在单位",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("applied", "申请"),
                                    ("clue", "走访线索"),
                                    ("imported", "旧台账导入"),
                                ],
                                default="applied",
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "clue",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="file",
                                to="visits.clue",
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
                            "legacy_category",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("dibao", "低保户"),
                                    ("near_dibao", "低保边缘户"),
                                    ("accidental", "意外致困户"),
                                ],
                                max_length=12,
                                verbose_name="原困难类别",
                            ),
                        ),
                        (
                            "tier",
                            models.CharField(
                                choices=[
                                    ("national", "全国级"),
                                    ("provincial", "省级"),
                                    ("prefecture", "地市级"),
                                    ("county", "区县级"),
                                    ("basic", "基层"),
                                ],
                                default="basic",
                                max_length=12,
                                verbose_name="建档标准",
                            ),
                        ),
                        (
                            "primary_cause",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "无劳动能力"),
                                    ("2", "有劳动能力而未就业"),
                                    ("3", "下岗失业"),
                                    ("4", "未参加社会保险"),
                                    ("5", "社会保险待遇落实不到位"),
                                    ("6", "患重特大疾病"),
                                    ("7", "遭受自然灾害"),
                                    ("8", "遭受意外事故"),
                                    ("9", "子女上学"),
                                    ("10", "其他"),
                                ],
                                max_length=2,
                                verbose_name="主要致困原因",
                            ),
                        ),
                        (
                            "secondary_causes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("1", "无劳动能力"),
                                        ("2", "有劳动能力而未就业"),
                                        ("3", "下岗失业"),
                                        ("4", "未参加社会保险"),
                                        ("5", "社会保险待遇落实不到位"),
                                        ("6", "患重特大疾病"),
                                        ("7", "遭受自然灾害"),
                                        ("8", "遭受意外事故"),
                                        ("9", "子女上学"),
                                        ("10", "其他"),
                                    ],
                                    max_length=2,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="次要致困原因",
                            ),
                        ),
                        (
                            "situation",
                            models.TextField(blank=True, default="", verbose_name="家庭情况"),
                        ),
                        (
                            "annual_income",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="家庭年收入",
                            ),
                        ),
                        (
                            "rigid_expenses",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="年刚性支出",
                            ),
                        ),
                        (
                            "mobile",
                            models.TextField(blank=True, default="", verbose_name="联系电话"),
                        ),
                        (
                            "address",
                            models.TextField(blank=True, default="", verbose_name="家庭住址"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "待完善"),
                                    ("underway", "办理中"),
                                    ("imported", "旧档待核认"),
                                    ("active", "在档"),
                                    ("rejected", "未通过"),
                                    ("exited", "已脱困"),
                                    ("cancelled", "已注销"),
                                ],
                                default="draft",
                                max_length=15,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="households.route",
                            ),
                        ),
                        (
                            "gate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="households.gate",
                            ),
                        ),
                        (
                            "gate_state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待办"),
                                    ("open", "进行中"),
                                    ("troubled", "待处理"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="环节进度",
                            ),
                        ),
                        (
                            "gate_since",
                            models.DateField(blank=True, null=True, verbose_name="进入环节日期"),
                        ),
                        (
                            "gate_due_on",
                            models.DateField(blank=True, null=True, verbose_name="环节期限"),
                        ),
                        (
                            "round",
                            models.PositiveSmallIntegerField(default=0, verbose_name="办理轮次"),
                        ),
                        (
                            "notice_ends_on",
                            models.DateField(blank=True, null=True, verbose_name="公示截止"),
                        ),
                        ("opened_on", models.DateField(verbose_name="建档申请日期")),
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
                        (
                            "approved_on",
                            models.DateField(blank=True, null=True, verbose_name="批准日期"),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(blank=True, null=True, verbose_name="最近核实日期"),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="退档日期"),
                        ),
                        (
                            "relapse_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relapses",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_from",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "split_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="split_into",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "form_version",
                            models.PositiveSmallIntegerField(default=1, verbose_name="表单版本"),
                        ),
                        (
                            "stored_only_on",
                            models.DateField(blank=True, null=True, verbose_name="仅存储起"),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["state", "unit"], name="file_by_state"),
                            models.Index(
                                django.db.models.functions.text.Upper("former_no"),
                                condition=models.Q(("former_no", ""), _negated=True),
                                name="file_by_former_no",
                            ),
                            models.Index(
                                condition=models.Q(("ended_on__isnull", False)),
                                fields=["ended_on"],
                                name="file_by_end",
                            ),
                            models.Index(fields=["gate", "gate_due_on"], name="file_by_gate"),
                            models.Index(
                                condition=models.Q(
                                    ("state", "underway"), ("stored_only_on__isnull", True)
                                ),
                                fields=["gate", "gate_state"],
                                include=("unit", "gate_due_on", "gate_since", "submitted_by"),
                                name="file_under_way",
                            ),
                            models.Index(
                                condition=models.Q(("stored_only_on__isnull", True)),
                                fields=["opened_on", "id"],
                                include=("unit",),
                                name="file_by_day",
                            ),
                            models.Index(
                                condition=models.Q(("stored_only_on__isnull", True)),
                                fields=["approved_on", "id"],
                                include=("unit",),
                                name="file_by_approval",
                            ),
                            models.Index(
                                condition=models.Q(("stored_only_on__isnull", True)),
                                fields=["state", "opened_on", "id"],
                                include=("unit",),
                                name="file_by_state_and_day",
                            ),
                            models.Index(
                                condition=models.Q(("stored_only_on__isnull", True)),
                                fields=["state", "approved_on", "id"],
                                include=("unit",),
                                name="file_by_state_and_approval",
                            ),
                            models.Index(
                                condition=models.Q(("stored_only_on__isnull", True)),
                                fields=["category", "opened_on", "id"],
                                include=("unit",),
                                name="file_by_category_and_day",
                            ),
                            models.Index(
                                condition=models.Q(("stored_only_on__isnull", True)),
                                fields=["primary_cause", "opened_on", "id"],
                                include=("unit",),
                                name="file_by_cause_and_day",
                            ),
                            models.Index(
                                condition=models.Q(("stored_only_on__isnull", True)),
                                fields=["unit", "opened_on", "id"],
                                name="file_by_unit_and_day",
                            ),
                            models.Index(
                                condition=models.Q(
                                    models.Q(
                                        ("category", ""),
                                        ("primary_cause", ""),
                                        ("annual_income__isnull", True),
                                        ("rigid_expenses__isnull", True),
                                        _connector="OR",
                                    ),
                                    ("state__in", ["active", "imported"]),
                                ),
                                fields=["id"],
                                name="file_lacking",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(
                                        ("approved_by", models.F("submitted_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="file_approver_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "active"), _negated=True),
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        ("approved_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="file_active_is_approved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "active"), _negated=True),
                                    ("route__isnull", False),
                                    ("origin", "imported"),
                                    _connector="OR",
                                ),
                                name="file_active_came_by_a_route",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("gate__isnull", False),
                                        ("route__isnull", False),
                                        ("state", "underway"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "underway"), _negated=True),
                                        ("gate__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="file_under_way_stands_at_a_gate",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stored_only_on__isnull", True),
                                    ("state__in", ["rejected", "exited", "cancelled"]),
                                    _connector="OR",
                                ),
                                name="file_stored_only_has_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("opened", "登记建档"),
                                    ("submitted", "提交申请"),
                                    ("begun", "开始办理"),
                                    ("troubled", "发现问题"),
                                    ("cleared", "问题已处理"),
                                    ("passed", "通过"),
                                    ("approved", "批准建档"),
                                    ("withdrawn", "撤下重办"),
                                    ("returned", "退回补充"),
                                    ("rejected", "不予建档"),
                                    ("acknowledged", "旧档核认"),
                                    ("amended", "变更登记"),
                                    ("confirmed", "复核"),
                                    ("reclassified", "类别调整"),
                                    ("exited", "脱困退档"),
                                    ("cancelled", "注销档案"),
                                    ("merged", "并户"),
                                    ("split", "分户"),
                                ],
                                max_length=15,
                                verbose_name="步骤",
                            ),
                        ),
                        (
                            "gate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="households.gate",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=0, verbose_name="轮次")),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opinion",
                            models.CharField(blank=True, max_length=300, verbose_name="意见"),
                        ),
                        (
                            "people",
                            models.CharField(blank=True, max_length=120, verbose_name="参加人"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "passed")),
                                fields=("file", "round", "gate"),
                                name="gate_passed_once_a_round",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileVersion",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="households.hardshipfile",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="版次")),
                        ("form_version", models.PositiveSmallIntegerField(verbose_name="表单版本")),
                        ("form", models.TextField(blank=True, default="", verbose_name="内容")),
                        (
                            "changed",
                            models.CharField(blank=True, max_length=300, verbose_name="变更项"),
                        ),
                        ("why", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                    ],
                    options={
                        "ordering": ["file", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("file", "number"), name="file_version_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessment",
                                to="households.step",
                            ),
                        ),
                        (
                            "ruleset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="criteria.ruleset",
                            ),
                        ),
                        (
                            "outcome",
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
                                verbose_name="建议",
                            ),
                        ),
                        (
                            "facts",
                            models.TextField(blank=True, default="", verbose_name="依据的数据"),
                        ),
                        (
                            "sentences",
                            models.TextField(blank=True, default="", verbose_name="逐条说明"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("is_latest", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["file", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_latest", True)),
                                fields=["outcome", "file"],
                                name="assessment_by_outcome",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_latest", True)),
                                fields=("file",),
                                include=("outcome",),
                                name="assessment_latest_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Member",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("holder", "本人"),
                                    ("spouse", "配偶"),
                                    ("child", "子女"),
                                    ("parent", "父母"),
                                    ("sibling", "兄弟姐妹"),
                                    ("grandparent", "祖父母"),
                                    ("grandchild", "孙子女"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="关系",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "tokens",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "id_no",
                            models.TextField(blank=True, default="", verbose_name="身份证号"),
                        ),
                        ("id_hash", models.CharField(blank=True, max_length=64)),
                        ("in_open_file", models.BooleanField(default=True)),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("present", "在家庭中"),
                                    ("deceased", "已故"),
                                    ("left", "已迁出或分户"),
                                ],
                                default="present",
                                max_length=10,
                                verbose_name="状况",
                            ),
                        ),
                        (
                            "gone_on",
                            models.DateField(blank=True, null=True, verbose_name="变动日期"),
                        ),
                        (
                            "born_on",
                            models.DateField(blank=True, null=True, verbose_name="出生日期"),
                        ),
                        (
                            "sex",
                            models.CharField(
                                blank=True,
                                choices=[("m", "男"), ("f", "女")],
                                max_length=1,
                                verbose_name="性别",
                            ),
                        ),
                        (
                            "ethnicity",
                            models.CharField(blank=True, max_length=20, verbose_name="民族"),
                        ),
                        (
                            "political",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("party", "中共党员"),
                                    ("league", "共青团员"),
                                    ("masses", "群众"),
                                    ("democratic", "民主党派"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="政治面貌",
                            ),
                        ),
                        (
                            "health",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("1", "良好"),
                                    ("2", "癌症"),
                                    ("3", "心血管病"),
                                    ("4", "脑血管病"),
                                    ("5", "尿毒症"),
                                    ("6", "精神病"),
                                    ("7", "肝病"),
                                    ("8", "血液病"),
                                    ("9", "糖尿病"),
                                    ("10", "肿瘤病"),
                                    ("11", "腰颈椎病"),
                                    ("12", "高血压病"),
                                    ("13", "肺病"),
                                    ("14", "一般疾病"),
                                    ("15", "残疾"),
                                ],
                                default="",
                                verbose_name="健康状况",
                            ),
                        ),
                        (
                            "disability_kind",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("1", "视力"),
                                    ("2", "听力"),
                                    ("3", "言语"),
                                    ("4", "智力"),
                                    ("5", "肢体"),
                                    ("6", "精神"),
                                    ("7", "多重"),
                                ],
                                default="",
                                verbose_name="残疾类别",
                            ),
                        ),
                        (
                            "disability_grade",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("1", "一级"),
                                    ("2", "二级"),
                                    ("3", "三级"),
                                    ("4", "四级"),
                                ],
                                default="",
                                verbose_name="残疾等级",
                            ),
                        ),
                        (
                            "medical_insurance",
                            models.TextField(blank=True, default="", verbose_name="医保状况"),
                        ),
                        (
                            "marital",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("married", "已婚"),
                                    ("single", "未婚"),
                                    ("divorced", "离异"),
                                    ("widowed", "丧偶"),
                                ],
                                max_length=10,
                                verbose_name="婚姻状况",
                            ),
                        ),
                        (
                            "hukou",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("urban", "非农业"),
                                    ("rural", "农业"),
                                    ("converted", "农转居"),
                                ],
                                max_length=10,
                                verbose_name="户口类型",
                            ),
                        ),
                        (
                            "work_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("employed", "在岗"),
                                    ("laid_off", "下（待）岗"),
                                    ("unemployed", "失（无）业"),
                                    ("retired", "退休"),
                                    ("sick_retired", "病休"),
                                    ("early_retired", "内退"),
                                    ("veteran", "离休"),
                                ],
                                max_length=16,
                                verbose_name="工作状态",
                            ),
                        ),
                        (
                            "model_worker",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "全国劳模"),
                                    ("provincial", "省部级劳模"),
                                    ("prefecture", "地市级劳模"),
                                    ("none", "其他"),
                                ],
                                max_length=12,
                                verbose_name="劳模类型",
                            ),
                        ),
                        (
                            "place_of_work",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="学校或工作单位"
                            ),
                        ),
                        (
                            "education",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("kindergarten", "学前"),
                                    ("primary", "小学"),
                                    ("junior", "初中"),
                                    ("senior", "高中"),
                                    ("vocational", "中职"),
                                    ("college", "专科（高职）"),
                                    ("bachelor", "本科"),
                                    ("graduate", "研究生"),
                                    ("special", "特殊教育"),
                                ],
                                max_length=12,
                                verbose_name="就学阶段",
                            ),
                        ),
                        (
                            "enrolled_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="入学年份"
                            ),
                        ),
                        (
                            "school_years",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="学制（年）"
                            ),
                        ),
                        (
                            "monthly_income",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="月收入",
                            ),
                        ),
                        (
                            "lives_together",
                            models.BooleanField(default=True, verbose_name="共同生活"),
                        ),
                    ],
                    options={
                        "ordering": ["file", "pk"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["tokens"], name="member_by_token"
                            ),
                            models.Index(fields=["id_hash"], name="member_by_id_hash"),
                            models.Index(
                                condition=models.Q(("standing", "present"), _negated=True),
                                fields=["file", "relation", "gone_on"],
                                name="member_gone",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("relation", "holder"), ("work_state", "retired")
                                ),
                                fields=["file"],
                                name="holder_retired",
                            ),
                            models.Index(
                                condition=models.Q(("id_hash", ""), ("relation", "holder")),
                                fields=["file"],
                                name="holder_unnumbered",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("in_open_file", True), models.Q(("id_hash", ""), _negated=True)
                                ),
                                fields=("id_hash",),
                                name="person_in_one_open_file",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("relation", "holder")),
                                fields=("file",),
                                name="file_has_one_holder",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Circumstances",
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
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="circumstances",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="places.division",
                                verbose_name="户口所在地",
                            ),
                        ),
                        (
                            "postcode",
                            models.CharField(blank=True, max_length=6, verbose_name="邮政编码"),
                        ),
                        (
                            "other_contact",
                            models.TextField(blank=True, default="", verbose_name="其他联系方式"),
                        ),
                        (
                            "employer",
                            models.CharField(blank=True, max_length=80, verbose_name="工作单位"),
                        ),
                        (
                            "ownership",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("public", "国有机关/事业单位"),
                                    ("state", "国有企业"),
                                    ("collective", "集体企业"),
                                    ("private", "民营/私营/个体企业"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="单位性质",
                            ),
                        ),
                        (
                            "employer_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("normal", "正常"),
                                    ("strained", "生产经营困难"),
                                    ("halted", "停产半停产"),
                                    ("restructured", "改制"),
                                    ("bankrupt", "破产/关闭"),
                                    ("hopeless", "长期停产扭亏无望"),
                                ],
                                max_length=12,
                                verbose_name="企业状况",
                            ),
                        ),
                        (
                            "industry",
                            models.CharField(blank=True, max_length=40, verbose_name="所属行业"),
                        ),
                        (
                            "work_since",
                            models.DateField(blank=True, null=True, verbose_name="参加工作时间"),
                        ),
                        (
                            "contract_on",
                            models.DateField(blank=True, null=True, verbose_name="合同签订日期"),
                        ),
                        (
                            "contract_term",
                            models.CharField(blank=True, max_length=40, verbose_name="合同期限"),
                        ),
                        (
                            "union_member_no",
                            models.CharField(blank=True, max_length=40, verbose_name="工会会员号"),
                        ),
                        (
                            "contract_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="合同或事实劳动关系（月）"
                            ),
                        ),
                        (
                            "is_union_member",
                            models.BooleanField(null=True, verbose_name="工会会员"),
                        ),
                        ("is_migrant", models.BooleanField(null=True, verbose_name="农民工")),
                        (
                            "lives_in_city",
                            models.BooleanField(null=True, verbose_name="长期在城镇居住"),
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
                                verbose_name="住房类型",
                            ),
                        ),
                        (
                            "floor_area",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=7,
                                null=True,
                                verbose_name="建筑面积（平方米）",
                            ),
                        ),
                        ("single_parent", models.BooleanField(null=True, verbose_name="单亲家庭")),
                        (
                            "zero_employment",
                            models.BooleanField(null=True, verbose_name="零就业家庭"),
                        ),
                        (
                            "self_help_capable",
                            models.BooleanField(null=True, verbose_name="有自救能力"),
                        ),
                        (
                            "dibao_amount",
                            models.TextField(blank=True, default="", verbose_name="低保金额（月）"),
                        ),
                        (
                            "dibao_since",
                            models.DateField(blank=True, null=True, verbose_name="享受低保时间"),
                        ),
                        (
                            "dibao_certificate",
                            models.TextField(blank=True, default="", verbose_name="低保证号"),
                        ),
                        (
                            "savings",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="投资净资产和储蓄",
                            ),
                        ),
                        (
                            "dwellings",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="住房套数"
                            ),
                        ),
                        (
                            "vehicle",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "没有机动车"),
                                    ("own", "有机动车"),
                                    ("used", "经常使用他人机动车（不是受雇驾驶）"),
                                    ("substitute", "只有残疾或疾病代步车"),
                                ],
                                max_length=12,
                                verbose_name="机动车情况",
                            ),
                        ),
                        ("employs_others", models.BooleanField(null=True, verbose_name="雇工经营")),
                        (
                            "controls_company",
                            models.BooleanField(null=True, verbose_name="企业控股或实际控制"),
                        ),
                        (
                            "high_fee_school",
                            models.BooleanField(null=True, verbose_name="子女就读高收费民办学校"),
                        ),
                        (
                            "studies_abroad",
                            models.BooleanField(null=True, verbose_name="自费出国留学"),
                        ),
                        (
                            "refuses_check",
                            models.BooleanField(null=True, verbose_name="不接受核查或隐瞒"),
                        ),
                        (
                            "refuses_work",
                            models.BooleanField(null=True, verbose_name="有劳动能力而拒绝就业"),
                        ),
                        (
                            "event",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "没有突发事件"),
                                    ("illness", "突发重大疾病"),
                                    ("injury", "意外伤害"),
                                    ("disaster", "自然灾害"),
                                    ("accident", "重大事故"),
                                    ("epidemic", "突发公共卫生事件"),
                                    ("security", "社会安全事件"),
                                    ("other", "其他突发事件"),
                                ],
                                max_length=12,
                                verbose_name="突发事件",
                            ),
                        ),
                        ("has_casualty", models.BooleanField(null=True, verbose_name="有人员伤亡")),
                        (
                            "event_costs",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="突发事件自付费用或损失",
                            ),
                        ),
                        (
                            "key_group",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "低保范围内有劳动能力而未充分就业"),
                                    ("2", "收入或生活水平低于低保线而未纳入低保"),
                                    ("3", "支出性生活困难"),
                                    ("4", "城市困难农民工"),
                                    ("5", "供给侧结构性改革中的困难职工"),
                                    ("6", "其他"),
                                ],
                                max_length=2,
                                verbose_name="重点群体",
                            ),
                        ),
                        (
                            "measures",
                            models.CharField(blank=True, max_length=200, verbose_name="帮扶措施"),
                        ),
                        (
                            "planned_exit_on",
                            models.DateField(blank=True, null=True, verbose_name="计划脱困日期"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BankCard",
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
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="bank_card",
                                to="households.hardshipfile",
                            ),
                        ),
                        ("holder_name", models.CharField(max_length=40, verbose_name="开户人")),
                        ("bank", models.CharField(max_length=60, verbose_name="开户银行")),
                        (
                            "branch",
                            models.CharField(blank=True, max_length=80, verbose_name="开户网点"),
                        ),
                        (
                            "card_no",
                            models.TextField(blank=True, default="", verbose_name="银行卡号"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Item",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="households.hardshipfile",
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
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="households.member",
                            ),
                        ),
                        (
                            "spent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="总额",
                            ),
                        ),
                        (
                            "reimbursed",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="已报销",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额（支出为自付）"
                            ),
                        ),
                        ("proof", models.CharField(blank=True, max_length=80, verbose_name="凭证")),
                    ],
                    options={
                        "ordering": ["file", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)),
                                name="household_item_not_negative",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FamilyPair",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="helpers",
                                to="households.hardshipfile",
                                verbose_name="困难职工档案",
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="families",
                                to="pairing.cadre",
                                verbose_name="结对干部",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="结对日期")),
                        ("to_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        (
                            "reason_of_change",
                            models.CharField(blank=True, max_length=200, verbose_name="变动原因"),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="succeeds",
                                to="households.familypair",
                            ),
                        ),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assigned_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("to_on__isnull", True)),
                                fields=("file", "cadre"),
                                name="family_pair_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True),
                                    ("to_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="family_pair_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True),
                                    models.Q(("reason_of_change", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="family_pair_end_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeVisit",
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
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="home_visits",
                                to="households.familypair",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="homes",
                                to="visits.visit",
                            ),
                        ),
                        ("note", models.TextField(blank=True, default="", verbose_name="家庭情况")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pair", "visit"), name="home_visit_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileMeeting",
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
                                related_name="file_meetings",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="会议日期")),
                        ("people", models.CharField(max_length=120, verbose_name="参加人")),
                        (
                            "minutes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="file_meetings",
                                to="files.storedfile",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "ordering": ["-held_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingDecision",
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
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="households.filemeeting",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meeting_decisions",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                choices=[
                                    ("agree", "同意"),
                                    ("return", "退回补充"),
                                    ("reject", "不予建档"),
                                ],
                                max_length=8,
                                verbose_name="决定",
                            ),
                        ),
                        (
                            "opinion",
                            models.CharField(blank=True, max_length=300, verbose_name="意见"),
                        ),
                    ],
                    options={
                        "ordering": ["meeting", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "file"), name="meeting_decides_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperRule",
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
                            models.CharField(
                                choices=[
                                    ("application", "申请书"),
                                    ("approval_form", "建档申请审批表"),
                                    ("id_copy", "身份证复印件"),
                                    ("register", "户口簿复印件"),
                                    ("income", "一年工资单或收入证明（失业证明）"),
                                    ("bank_card", "银行卡复印件"),
                                    ("union_card", "工会会员证或证明"),
                                    ("notice_copy", "公示复印件"),
                                    ("minutes", "工会会议记录"),
                                    ("authorisation", "家庭经济状况核对授权书"),
                                    ("dibao", "低保证明（一年内年审）"),
                                    ("diagnosis", "二级以上医院诊断证明"),
                                    ("bills", "一年内自付费用票据"),
                                    ("disability", "残疾证（一至三级）"),
                                    ("accident", "公安或民政部门事故（灾害）证明"),
                                    ("school", "学生证或录取通知书"),
                                    ("fees", "缴费收据"),
                                    ("contract", "一年以上劳动合同或事实劳动关系证明"),
                                    ("civil_status", "离异（死亡）证明"),
                                    ("visit_form", "入户调查表"),
                                    ("other", "其他材料"),
                                ],
                                max_length=14,
                                verbose_name="材料",
                            ),
                        ),
                        (
                            "when",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "所有家庭"),
                                    ("dibao", "享受低保的"),
                                    ("illness", "因病致困的"),
                                    ("disability", "有残疾成员的"),
                                    ("accident", "因灾或意外致困的"),
                                    ("schooling", "子女上学致困的"),
                                    ("migrant", "农民工"),
                                    ("civil_status", "离异或丧偶的"),
                                ],
                                max_length=14,
                                verbose_name="对象",
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.division",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="起")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="止")),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="出具后有效（月）"
                            ),
                        ),
                        ("is_asked", models.BooleanField(default=True, verbose_name="要求提供")),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "when", "division", "valid_from"),
                                name="paper_rule_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("application", "申请书"),
                                    ("approval_form", "建档申请审批表"),
                                    ("id_copy", "身份证复印件"),
                                    ("register", "户口簿复印件"),
                                    ("income", "一年工资单或收入证明（失业证明）"),
                                    ("bank_card", "银行卡复印件"),
                                    ("union_card", "工会会员证或证明"),
                                    ("notice_copy", "公示复印件"),
                                    ("minutes", "工会会议记录"),
                                    ("authorisation", "家庭经济状况核对授权书"),
                                    ("dibao", "低保证明（一年内年审）"),
                                    ("diagnosis", "二级以上医院诊断证明"),
                                    ("bills", "一年内自付费用票据"),
                                    ("disability", "残疾证（一至三级）"),
                                    ("accident", "公安或民政部门事故（灾害）证明"),
                                    ("school", "学生证或录取通知书"),
                                    ("fees", "缴费收据"),
                                    ("contract", "一年以上劳动合同或事实劳动关系证明"),
                                    ("civil_status", "离异（死亡）证明"),
                                    ("visit_form", "入户调查表"),
                                    ("other", "其他材料"),
                                ],
                                max_length=14,
                                verbose_name="材料",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="households.member",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="files.storedfile",
                            ),
                        ),
                        ("pages", models.PositiveSmallIntegerField(default=1, verbose_name="页数")),
                        (
                            "issued_by",
                            models.CharField(blank=True, max_length=80, verbose_name="出具单位"),
                        ),
                        (
                            "issued_on",
                            models.DateField(blank=True, null=True, verbose_name="出具日期"),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=200, verbose_name="撤回原因"),
                        ),
                    ],
                    options={
                        "ordering": ["file", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentText",
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
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("truth", "如实申报声明"),
                                    ("check", "家庭经济状况核对授权"),
                                    ("sensitive", "敏感个人信息单独同意"),
                                ],
                                max_length=12,
                                verbose_name="事项",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                        ("title", models.CharField(max_length=80, verbose_name="标题")),
                        ("text", models.TextField(verbose_name="正文")),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                    ],
                    options={
                        "ordering": ["purpose", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("purpose", "version"), name="consent_text_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to="households.member",
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="households.consenttext",
                            ),
                        ),
                        ("signed_on", models.DateField(verbose_name="签署日期")),
                        (
                            "way",
                            models.CharField(
                                choices=[("paper", "纸质签署"), ("screen", "屏幕手写")],
                                max_length=8,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signed_for",
                                to="households.member",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="files.storedfile",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="撤回日期"),
                        ),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=200, verbose_name="撤回原因"),
                        ),
                    ],
                    options={
                        "ordering": ["member", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_on__isnull", True)),
                                fields=("member", "text"),
                                name="consent_stands_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WhatIf",
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
                            "ruleset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="criteria.ruleset",
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="households.hardshipfile",
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
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                fields=["whatif", "movement", "recorded", "tried"],
                                name="whatif_by_move",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
