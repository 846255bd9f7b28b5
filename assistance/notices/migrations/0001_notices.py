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
        ("households", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="NoticeDesk",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice_desk",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        ("phone", models.CharField(max_length=30, verbose_name="监督电话")),
                        ("contact", models.CharField(max_length=60, verbose_name="受理部门")),
                        (
                            "set_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("set_on", models.DateField(verbose_name="登记日期")),
                    ],
                    options={
                        "ordering": ["organisation__path"],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                related_name="notices",
                                to="accounts.organisation",
                                verbose_name="公示单位",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("number", models.PositiveIntegerField(verbose_name="序号")),
                        ("title", models.CharField(max_length=60, verbose_name="标题")),
                        ("place", models.CharField(max_length=60, verbose_name="张贴地点")),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=200, verbose_name="说明"),
                        ),
                        ("phone", models.CharField(max_length=30, verbose_name="监督电话")),
                        ("contact", models.CharField(max_length=60, verbose_name="受理部门")),
                        ("posted_on", models.DateField(verbose_name="张贴日期")),
                        ("first_day", models.DateField(verbose_name="公示首日")),
                        ("workdays", models.PositiveSmallIntegerField(verbose_name="工作日")),
                        ("printed_last_day", models.DateField(verbose_name="公示单上的截止日")),
                        ("last_day", models.DateField(verbose_name="截止日")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("hanging", "公示中"),
                                    ("passed", "已期满"),
                                    ("withdrawn", "已撤下"),
                                ],
                                default="hanging",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="结束日期"),
                        ),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=300, verbose_name="撤下原因"),
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
                            "result",
                            models.CharField(blank=True, max_length=200, verbose_name="公示结果"),
                        ),
                        (
                            "sealed_on",
                            models.DateField(blank=True, null=True, verbose_name="盖章日期"),
                        ),
                        (
                            "result_by",
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
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["state", "last_day"], name="notice_by_state")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "year", "number"), name="notice_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_day__gt", models.F("posted_on")),
                                    ("last_day__gte", models.F("printed_last_day")),
                                    ("printed_last_day__gte", models.F("first_day")),
                                    ("workdays__gt", 0),
                                ),
                                name="notice_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "passed"), _negated=True),
                                    ("ended_on__gt", models.F("last_day")),
                                    _connector="OR",
                                ),
                                name="notice_hung_its_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on__isnull", True), ("state", "hanging")),
                                    models.Q(
                                        models.Q(("state", "hanging"), _negated=True),
                                        ("ended_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_ended_on_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeLine",
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
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="notices.notice",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_lines",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "gate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.gate",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("name", models.CharField(max_length=40, verbose_name="姓名（隐去部分）")),
                        ("unit", models.CharField(max_length=120, verbose_name="所在单位")),
                        ("category", models.CharField(max_length=20, verbose_name="困难类别")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("hanging", "公示中"),
                                    ("passed", "期满通过"),
                                    ("withdrawn", "已撤下"),
                                ],
                                default="hanging",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="结束日期"),
                        ),
                    ],
                    options={
                        "ordering": ["notice", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notice", "file"), name="notice_line_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "hanging")),
                                fields=("file",),
                                name="file_hangs_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on__isnull", True), ("state", "hanging")),
                                    models.Q(
                                        models.Q(("state", "hanging"), _negated=True),
                                        ("ended_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_line_ended_on_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticePicture",
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
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pictures",
                                to="notices.notice",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("place", "张贴现场照片"), ("copy", "盖章的公示单")],
                                max_length=6,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice_pictures",
                                to="files.storedfile",
                            ),
                        ),
                        ("taken_on", models.DateField(verbose_name="日期")),
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
                    ],
                    options={
                        "ordering": ["notice", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notice", "stored"), name="notice_picture_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="objections",
                                to="notices.noticeline",
                            ),
                        ),
                        ("raised_on", models.DateField(verbose_name="反映日期")),
                        ("is_late", models.BooleanField(default=False, verbose_name="期满后反映")),
                        ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                        ("who", models.TextField(blank=True, default="", verbose_name="反映人")),
                        (
                            "phone",
                            models.TextField(blank=True, default="", verbose_name="反映人电话"),
                        ),
                        (
                            "content",
                            models.TextField(blank=True, default="", verbose_name="反映内容"),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("raised", "待调查"),
                                    ("investigated", "待认定"),
                                    ("closed", "已办结"),
                                ],
                                default="raised",
                                max_length=14,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "investigators",
                            models.CharField(blank=True, max_length=120, verbose_name="调查人"),
                        ),
                        (
                            "investigated_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "investigated_on",
                            models.DateField(blank=True, null=True, verbose_name="调查日期"),
                        ),
                        (
                            "finding",
                            models.TextField(blank=True, default="", verbose_name="调查情况"),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("upheld", "成立"),
                                    ("dismissed", "不成立"),
                                    ("lapsed", "档案已退出办理，随之了结"),
                                ],
                                max_length=10,
                                verbose_name="认定",
                            ),
                        ),
                        (
                            "ground",
                            models.TextField(blank=True, default="", verbose_name="认定理由"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(blank=True, null=True, verbose_name="认定日期"),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["state"], name="objection_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(
                                        ("decided_by", models.F("investigated_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="objection_decided_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_on__isnull", False),
                                        ("state", "closed"),
                                        models.Q(("decision", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("state", "closed"), _negated=True),
                                        ("decided_on__isnull", True),
                                        ("decision", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="objection_closed_is_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decision__in", ["upheld", "dismissed"]), _negated=True
                                    ),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("investigated_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="objection_decided_is_investigated",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
