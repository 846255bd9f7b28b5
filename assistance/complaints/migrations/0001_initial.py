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
                    name="Complaint",
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
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("number", models.PositiveIntegerField(verbose_name="编号")),
                        ("code", models.TextField(blank=True, default="", verbose_name="查询码")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("web", "网上反映"),
                                    ("phone", "来电"),
                                    ("letter", "来信"),
                                    ("in_person", "来访"),
                                ],
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("favouritism", "优亲厚友"),
                                    ("diversion", "截留挪用"),
                                    ("false_claim", "冒领"),
                                    ("left_out", "应助未助"),
                                    ("manner", "服务态度"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("about_kind", models.CharField(blank=True, max_length=40)),
                        ("about_key", models.CharField(blank=True, max_length=60)),
                        (
                            "about_label",
                            models.CharField(blank=True, max_length=120, verbose_name="涉及事项"),
                        ),
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
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        (
                            "received_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "待受理"),
                                    ("refused", "不予受理"),
                                    ("accepted", "待交办"),
                                    ("looking", "调查中"),
                                    ("answered", "待审核办结"),
                                    ("closed", "已办结"),
                                ],
                                default="received",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="本环节期限")),
                        ("pressed_for", models.DateField(null=True)),
                        ("decided_on", models.DateField(null=True, verbose_name="受理日期")),
                        ("routed_on", models.DateField(null=True, verbose_name="交办日期")),
                        (
                            "refusal",
                            models.TextField(blank=True, default="", verbose_name="不予受理理由"),
                        ),
                        ("ended_on", models.DateField(null=True, verbose_name="办结日期")),
                        ("was_late", models.BooleanField(default=False, verbose_name="超期")),
                        (
                            "about_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="被反映人",
                            ),
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
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="受理单位",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="被反映单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintPaper",
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
                            "added_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
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
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
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
                    name="Inquiry",
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
                        ("turn", models.PositiveSmallIntegerField(verbose_name="轮次")),
                        ("asked_on", models.DateField(null=True, verbose_name="申请复查日期")),
                        (
                            "asked_why",
                            models.TextField(blank=True, default="", verbose_name="申请复查的理由"),
                        ),
                        ("assigned_on", models.DateField(null=True, verbose_name="交办日期")),
                        ("settle_by", models.DateField(null=True, verbose_name="办结期限")),
                        (
                            "report",
                            models.TextField(blank=True, default="", verbose_name="调查情况"),
                        ),
                        (
                            "finding",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("true", "属实"),
                                    ("partly", "部分属实"),
                                    ("false", "不属实"),
                                    ("unknown", "无法查实"),
                                ],
                                max_length=8,
                                verbose_name="结论",
                            ),
                        ),
                        (
                            "measures",
                            models.TextField(blank=True, default="", verbose_name="处理措施"),
                        ),
                        (
                            "answer",
                            models.TextField(blank=True, default="", verbose_name="给反映人的答复"),
                        ),
                        ("answered_on", models.DateField(null=True, verbose_name="提交日期")),
                        ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                        ("review_until", models.DateField(null=True, verbose_name="申请复查截止")),
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
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiries",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["complaint", "turn"],
                    },
                ),
            ]
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["office", "state", "due_on"], name="complaint_by_office"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["state", "due_on"], name="complaint_by_day"),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(
                fields=("year", "number"), name="complaint_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("about_user__isnull", True),
                    models.Q(("decided_by", models.F("about_user")), _negated=True),
                    _connector="OR",
                ),
                name="complaint_not_decided_by_whom_it_is_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", True), ("state", "received")),
                    models.Q(
                        models.Q(("state", "received"), _negated=True),
                        ("decided_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="complaint_decided_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", True), ("state__in", ["refused", "closed"])),
                    models.Q(
                        models.Q(("state__in", ["refused", "closed"]), _negated=True),
                        ("due_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="complaint_open_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["received", "refused"]),
                    ("unit__isnull", False),
                    _connector="OR",
                ),
                name="complaint_accepted_is_about_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintpaper",
            constraint=models.UniqueConstraint(
                fields=("complaint", "stored"), name="complaint_paper_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.UniqueConstraint(
                fields=("complaint", "turn"), name="inquiry_turn_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_by__isnull", True),
                    models.Q(("closed_by", models.F("handler")), _negated=True),
                    _connector="OR",
                ),
                name="inquiry_closed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_on__isnull", True), ("finding", "")),
                    models.Q(
                        ("answered_on__isnull", False),
                        ("handler__isnull", False),
                        models.Q(("finding", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="inquiry_answered_has_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by__isnull", True), ("closed_on__isnull", True)),
                    models.Q(
                        ("answered_on__isnull", False),
                        ("closed_by__isnull", False),
                        ("closed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="inquiry_closed_was_answered",
            ),
        ),
    ]
