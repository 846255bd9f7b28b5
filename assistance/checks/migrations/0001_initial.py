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
        ("households", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="CheckBatch",
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
                                related_name="check_batches",
                                to="accounts.organisation",
                                verbose_name="经办单位",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=20, unique=True, verbose_name="批次号"),
                        ),
                        ("recipient", models.CharField(max_length=80, verbose_name="核对机构")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("building", "待发出"),
                                    ("sent", "核对中"),
                                    ("answered", "已答复"),
                                    ("closed", "已办结"),
                                ],
                                default="building",
                                max_length=10,
                                verbose_name="状态",
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
                        ("made_on", models.DateField(verbose_name="编制日期")),
                        (
                            "sent_on",
                            models.DateField(blank=True, null=True, verbose_name="发出日期"),
                        ),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="应答复日期"),
                        ),
                        (
                            "reminded_on",
                            models.DateField(blank=True, null=True, verbose_name="逾期提醒"),
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
                            models.Index(fields=["state", "due_on"], name="check_batch_due")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("due_on__isnull", True),
                                        ("sent_on__isnull", True),
                                        ("state", "building"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "building"), _negated=True),
                                        ("due_on__gte", models.F("sent_on")),
                                        ("sent_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="check_batch_sent_has_days",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sending",
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
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sendings",
                                to="checks.checkbatch",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="第几次")),
                        ("sent_on", models.DateField(verbose_name="发出日期")),
                        ("due_on", models.DateField(verbose_name="应答复日期")),
                        ("people", models.PositiveIntegerField(verbose_name="人数")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["batch", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "number"), name="check_sending_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckRequest",
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
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="checks.checkbatch",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="households.hardshipfile",
                                verbose_name="困难职工档案",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="办理轮次")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待答复"),
                                    ("clear", "无异常"),
                                    ("hit", "有发现"),
                                    ("cleared", "已说明"),
                                    ("withdrawn", "已撤出"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "answered_on",
                            models.DateField(blank=True, null=True, verbose_name="答复日期"),
                        ),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=300, verbose_name="撤出原因"),
                        ),
                    ],
                    options={
                        "ordering": ["batch", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "hit"])),
                                fields=("file",),
                                name="check_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawn_why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="check_withdrawn_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "withdrawn"]),
                                    ("answered_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="check_answer_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckPerson",
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
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="checks.checkrequest",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="checks",
                                to="households.member",
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
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
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
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="撤回授权日期"),
                        ),
                    ],
                    options={
                        "ordering": ["request", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_on__isnull", True)),
                                fields=("request", "member"),
                                name="check_person_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckAnswer",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="checks.checkperson",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("imported", "表格回填"), ("by_hand", "逐户登记")],
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        ("found", models.JSONField(default=dict, verbose_name="发现")),
                        (
                            "words",
                            models.TextField(blank=True, default="", verbose_name="答复原文"),
                        ),
                        ("answered_on", models.DateField(verbose_name="答复日期")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_on", models.DateField(verbose_name="登记日期")),
                    ],
                    options={
                        "ordering": ["person", "pk"],
                    },
                ),
            ]
        ),
    ]
