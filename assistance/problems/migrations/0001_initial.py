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
        ("pairing", "0001_initial"),
        ("visits", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="EnterpriseProblem",
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
                        (
                            "link_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="accounts.organisation",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="受理单位",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("staff", "工作人员收集"),
                                    ("visit", "走访带回"),
                                    ("card", "企业扫码反映"),
                                ],
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "source_visit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="visits.visit",
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("funding", "资金"),
                                    ("labour", "用工"),
                                    ("permits", "证照"),
                                    ("land", "土地"),
                                    ("tax", "税费"),
                                    ("insurance", "社保"),
                                    ("sales", "销售"),
                                    ("safety", "安全"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("normal", "一般"),
                                    ("urgent", "紧急"),
                                    ("critical", "特急"),
                                ],
                                default="normal",
                                max_length=10,
                                verbose_name="紧急程度",
                            ),
                        ),
                        ("description", models.TextField(verbose_name="问题")),
                        (
                            "contact_name",
                            models.CharField(blank=True, max_length=40, verbose_name="反映人"),
                        ),
                        (
                            "contact_mobile",
                            models.TextField(blank=True, default="", verbose_name="联系电话"),
                        ),
                        ("raised_on", models.DateField(verbose_name="反映日期")),
                        (
                            "raised_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "raised_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("collected", "待登记"),
                                    ("registered", "待交办"),
                                    ("dispatched", "已交办"),
                                    ("handling", "办理中"),
                                    ("answered", "待企业确认"),
                                    ("confirmed", "待销号"),
                                    ("closed", "已销号"),
                                    ("refused", "不予受理"),
                                ],
                                default="collected",
                                max_length=12,
                                verbose_name="环节",
                            ),
                        ),
                        (
                            "step_due_on",
                            models.DateField(blank=True, null=True, verbose_name="本环节期限"),
                        ),
                        ("year", models.PositiveSmallIntegerField(null=True, verbose_name="年度")),
                        ("number", models.PositiveIntegerField(null=True, verbose_name="编号")),
                        ("registered_on", models.DateField(null=True, verbose_name="登记日期")),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="不予受理理由"
                            ),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="退回原因"),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problem",
                                to="pairing.assistancetask",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "for_leader_on",
                            models.DateField(null=True, verbose_name="提请领导协调日期"),
                        ),
                        ("ended_on", models.DateField(null=True, verbose_name="办结日期")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closing_remark",
                            models.CharField(blank=True, max_length=500, verbose_name="销号说明"),
                        ),
                    ],
                    options={
                        "ordering": ["-raised_on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["link_point", "raised_on"], name="problem_by_link_point"
                            ),
                            models.Index(fields=["state", "step_due_on"], name="problem_by_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "year", "number"), name="problem_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["collected", "refused"]),
                                    ("number__isnull", False),
                                    _connector="OR",
                                ),
                                name="problem_registered_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["collected", "registered", "refused"]),
                                    ("task__isnull", False),
                                    _connector="OR",
                                ),
                                name="problem_given_out_has_task",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_by__isnull", True),
                                    models.Q(("closed_by", models.F("answered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="problem_closer_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
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
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="problems.enterpriseproblem",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pairing.assistancetask",
                            ),
                        ),
                        ("turn", models.PositiveSmallIntegerField(verbose_name="轮次")),
                        ("text", models.TextField(verbose_name="答复")),
                        ("answered_on", models.DateField(verbose_name="答复日期")),
                        ("asked_on", models.DateField(null=True, verbose_name="请企业确认日期")),
                        ("link_number", models.PositiveSmallIntegerField(default=0)),
                        (
                            "link_expires_on",
                            models.DateField(null=True, verbose_name="确认链接有效期至"),
                        ),
                        (
                            "opinion",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("satisfied", "满意"),
                                    ("fair", "基本满意"),
                                    ("dissatisfied", "不满意"),
                                ],
                                max_length=12,
                                verbose_name="企业意见",
                            ),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=1000, verbose_name="企业的话"),
                        ),
                        ("told_on", models.DateField(null=True, verbose_name="确认日期")),
                        (
                            "told_by",
                            models.CharField(blank=True, max_length=40, verbose_name="确认人"),
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
                    ],
                    options={
                        "ordering": ["problem", "turn"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("problem", "turn"), name="answer_turn_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opinion", ""), ("told_on__isnull", False), _connector="OR"
                                ),
                                name="opinion_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProblemPhoto",
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
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="problems.enterpriseproblem",
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Knock",
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
                        ("door", models.CharField(max_length=12)),
                        ("address", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["address", "door", "at"], name="knock_by_address")
                        ],
                    },
                ),
            ]
        ),
    ]
