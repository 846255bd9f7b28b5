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
        ("accounts", "0001_initial"),
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Cadre",
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
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cadres",
                                to="accounts.organisation",
                                verbose_name="所在单位",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                        ("mobile", models.TextField(blank=True, default="", verbose_name="手机号")),
                        ("mobile_hash", models.CharField(blank=True, max_length=64)),
                        ("joined_on", models.DateField(verbose_name="参联日期")),
                        (
                            "left_on",
                            models.DateField(blank=True, null=True, verbose_name="离任日期"),
                        ),
                        (
                            "leave_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="离任原因"),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="succeeds",
                                to="pairing.cadre",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cadres",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登录账号",
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["agency_id", "name", "pk"],
                        "indexes": [
                            models.Index(fields=["agency", "name", "id"], name="cadre_by_agency"),
                            models.Index(
                                condition=models.Q(("mobile_hash", ""), _negated=True),
                                fields=["mobile_hash"],
                                name="cadre_by_mobile",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_on__isnull", True)),
                                fields=("agency", "name", "mobile_hash"),
                                name="cadre_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_on__isnull", True),
                                    ("left_on__gte", models.F("joined_on")),
                                    _connector="OR",
                                ),
                                name="cadre_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("successor__isnull", True),
                                    models.Q(("successor", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="cadre_successor_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PairingGroup",
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
                            "link_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pairing_groups",
                                to="accounts.organisation",
                                verbose_name="双联点",
                            ),
                        ),
                        (
                            "lead_agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="牵头单位",
                            ),
                        ),
                        (
                            "link_leader",
                            models.CharField(blank=True, max_length=60, verbose_name="挂点领导"),
                        ),
                        ("work_plan", models.TextField(blank=True, verbose_name="工作计划")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "待批准"),
                                    ("active", "进行中"),
                                    ("ended", "已结束"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
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
                        ("starts_on", models.DateField(verbose_name="开始日期")),
                        (
                            "ends_on",
                            models.DateField(blank=True, null=True, verbose_name="结束日期"),
                        ),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="结束原因"),
                        ),
                    ],
                    options={
                        "ordering": ["-year", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("year", "link_point", "lead_agency"),
                                name="pairing_group_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(
                                        ("approved_by", models.F("proposed_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="pairing_approver_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "proposed"),
                                    ("approved_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="pairing_active_is_approved",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupMember",
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
                                to="pairing.pairinggroup",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="group_memberships",
                                to="accounts.organisation",
                            ),
                        ),
                        ("joined_on", models.DateField(verbose_name="加入日期")),
                        (
                            "left_on",
                            models.DateField(blank=True, null=True, verbose_name="退出日期"),
                        ),
                        (
                            "succeeded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="succeeds",
                                to="pairing.groupmember",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="变动原因"),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_on__isnull", True)),
                                fields=("group", "agency"),
                                name="group_member_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_on__isnull", True),
                                    ("left_on__gte", models.F("joined_on")),
                                    _connector="OR",
                                ),
                                name="group_member_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_on__isnull", True),
                                    ("succeeded_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="group_member_is_succeeded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactCard",
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
                                related_name="cards",
                                to="pairing.pairinggroup",
                            ),
                        ),
                        (
                            "promises",
                            models.CharField(blank=True, max_length=300, verbose_name="服务承诺"),
                        ),
                        (
                            "hotline",
                            models.CharField(blank=True, max_length=40, verbose_name="服务热线"),
                        ),
                        ("issued_on", models.DateField(verbose_name="发放日期")),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="renewed_as",
                                to="pairing.contactcard",
                            ),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="收回日期"),
                        ),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="收回原因"),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_on__isnull", True)),
                                fields=("group",),
                                name="card_in_force_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_on__isnull", True),
                                    ("withdrawn_on__gte", models.F("issued_on")),
                                    _connector="OR",
                                ),
                                name="card_span",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CardHolder",
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
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="holders",
                                to="pairing.contactcard",
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
                            "cadre",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pairing.cadre",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                        ("phone", models.TextField(blank=True, default="", verbose_name="电话")),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CardPrint",
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
                        ("part", models.PositiveSmallIntegerField(verbose_name="第几份")),
                        ("cards", models.PositiveIntegerField(verbose_name="张数")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("job", models.UUIDField()),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("job", "part"), name="card_print_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LiaisonMeeting",
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
                                related_name="meetings",
                                to="pairing.pairinggroup",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="日期")),
                        ("place", models.CharField(max_length=120, verbose_name="地点")),
                        (
                            "host",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "convener",
                            models.CharField(blank=True, max_length=60, verbose_name="召集人"),
                        ),
                        (
                            "attendees",
                            models.CharField(blank=True, max_length=500, verbose_name="参加人员"),
                        ),
                        ("topics", models.TextField(verbose_name="议题")),
                        ("decisions", models.TextField(blank=True, verbose_name="议定事项")),
                        (
                            "minutes",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="会议纪要",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
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
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "held_on", "place"), name="meeting_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssistanceTask",
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="pairing.pairinggroup",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="pairing.liaisonmeeting",
                            ),
                        ),
                        (
                            "link_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks_about",
                                to="accounts.organisation",
                                verbose_name="双联点",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="accounts.organisation",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="pairing.cadre",
                                verbose_name="责任人",
                            ),
                        ),
                        ("content", models.CharField(max_length=300, verbose_name="内容")),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("assigned_on", models.DateField(verbose_name="交办日期")),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        ("first_due_on", models.DateField(verbose_name="原定期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("assigned", "已交办"),
                                    ("accepted", "办理中"),
                                    ("returned", "已退回"),
                                    ("done", "待核验"),
                                    ("verified", "已核验"),
                                    ("cancelled", "已取消"),
                                ],
                                default="assigned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "正常"),
                                    (1, "提醒"),
                                    (2, "黄牌"),
                                    (3, "红牌"),
                                    (4, "报领导"),
                                ],
                                default=0,
                                verbose_name="督办",
                            ),
                        ),
                        (
                            "level_on",
                            models.DateField(blank=True, null=True, verbose_name="督办日期"),
                        ),
                        (
                            "stated_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="退回、发回或取消原因"
                            ),
                        ),
                        ("completion_note", models.TextField(blank=True, verbose_name="完成情况")),
                        (
                            "done_on",
                            models.DateField(blank=True, null=True, verbose_name="完成日期"),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verified_on",
                            models.DateField(blank=True, null=True, verbose_name="核验日期"),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["assigned", "accepted"])),
                                fields=["due_on"],
                                name="task_open_by_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "cancelled"), _negated=True),
                                fields=("group", "agency", "content"),
                                name="task_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by__isnull", True),
                                    models.Q(("verified_by", models.F("done_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_verifier_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskShare",
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
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shares",
                                to="pairing.assistancetask",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="task_shares",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "agency"), name="task_share_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskEvidence",
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
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="pairing.assistancetask",
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
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="上传时间")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "file"), name="task_evidence_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Postponement",
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
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="postponements",
                                to="pairing.assistancetask",
                            ),
                        ),
                        ("from_due_on", models.DateField(verbose_name="原期限")),
                        ("due_on", models.DateField(verbose_name="申请延至")),
                        ("reason", models.CharField(max_length=300, verbose_name="延期理由")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "待批"),
                                    ("granted", "同意"),
                                    ("refused", "不同意"),
                                ],
                                default="asked",
                                max_length=8,
                                verbose_name="状态",
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
                        ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="批复时间")),
                        (
                            "opinion",
                            models.CharField(blank=True, max_length=300, verbose_name="批复意见"),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("task",),
                                name="postponement_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="postponement_decider_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gt", models.F("from_due_on"))),
                                name="postponement_is_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkPlanItem",
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
                                related_name="plan_items",
                                to="pairing.pairinggroup",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("joint", "集体活动"), ("own", "单位活动")],
                                default="joint",
                                max_length=6,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="责任单位",
                            ),
                        ),
                        ("content", models.CharField(max_length=300, verbose_name="内容")),
                        (
                            "responsible",
                            models.CharField(blank=True, max_length=60, verbose_name="责任人"),
                        ),
                        ("due_on", models.DateField(verbose_name="完成时限")),
                        (
                            "measure",
                            models.CharField(blank=True, max_length=200, verbose_name="目标、衡量"),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_item",
                                to="pairing.assistancetask",
                            ),
                        ),
                        (
                            "done_on",
                            models.DateField(blank=True, null=True, verbose_name="开展日期"),
                        ),
                        (
                            "done_note",
                            models.CharField(blank=True, max_length=300, verbose_name="开展情况"),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "agency", "content"), name="plan_item_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_on__isnull", True),
                                    ("task__isnull", True),
                                    _connector="OR",
                                ),
                                name="plan_item_done_by_task_or_itself",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
