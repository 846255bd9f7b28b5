import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("aid", "0001_initial"),
        ("intake", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="BankTemplate",
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
                        ("series", models.UUIDField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        ("bank", models.CharField(max_length=40, verbose_name="银行")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                        ("layout", models.JSONField()),
                        ("is_offered", models.BooleanField(default=True, verbose_name="启用")),
                        ("valid_from", models.DateField(verbose_name="自")),
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
                            "made_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["bank", "name", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("series", "version"), name="bank_template_version_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankFile",
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
                            "number",
                            models.CharField(max_length=20, unique=True, verbose_name="文件号"),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_files",
                                to="aid.batch",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="banks.banktemplate",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("made", "待送交"),
                                    ("sent", "已送银行"),
                                    ("withdrawn", "已作废"),
                                ],
                                default="made",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="文件名")),
                        ("lines", models.PositiveIntegerField(verbose_name="笔数")),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        ("size", models.PositiveIntegerField(verbose_name="字节数")),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "checksum",
                            models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_on", models.DateField(verbose_name="生成日期")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sent_on", models.DateField(null=True, verbose_name="送交日期")),
                        (
                            "receipt_no",
                            models.CharField(blank=True, max_length=40, verbose_name="银行受理号"),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="应回盘日期")),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=200, verbose_name="作废原因"),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["state", "due_on"], name="bank_file_due")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("batch",),
                                name="bank_file_once_for_batch",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent"), _negated=True),
                                    models.Q(
                                        ("due_on__gte", models.F("sent_on")),
                                        ("sent_by__isnull", False),
                                        ("sent_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="bank_file_sent_has_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawn_why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="bank_file_withdrawn_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileContent",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="content",
                                to="banks.bankfile",
                            ),
                        ),
                        ("sealed", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="FileLine",
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
                                related_name="file_lines",
                                to="banks.bankfile",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="行号")),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_lines",
                                to="aid.payment",
                            ),
                        ),
                        ("account_hash", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["file", "number"],
                        "indexes": [
                            models.Index(fields=["account_hash"], name="bank_line_by_account")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("file", "number"), name="bank_line_once"
                            ),
                            models.UniqueConstraint(
                                fields=("file", "payment"), name="bank_line_of_payment_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankAnswer",
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
                            "intake",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_answer",
                                to="intake.intake",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_on", models.DateField(verbose_name="入账日期")),
                        ("paid", models.PositiveIntegerField(default=0, verbose_name="成功笔数")),
                        (
                            "paid_amount",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=14, verbose_name="成功金额"
                            ),
                        ),
                        ("failed", models.PositiveIntegerField(default=0, verbose_name="退票笔数")),
                        (
                            "failed_amount",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=14, verbose_name="退票金额"
                            ),
                        ),
                        (
                            "unknown",
                            models.PositiveIntegerField(default=0, verbose_name="不明笔数"),
                        ),
                        (
                            "unknown_amount",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=14, verbose_name="不明金额"
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("undone_on", models.DateField(null=True, verbose_name="撤销日期")),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AnswerLine",
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
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer_lines",
                                to="banks.bankanswer",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="banks.fileline",
                            ),
                        ),
                        (
                            "said",
                            models.CharField(
                                choices=[
                                    ("paid", "成功"),
                                    ("failed", "退票"),
                                    ("unknown", "结果不明"),
                                ],
                                max_length=8,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("account", "账号错误"),
                                    ("name", "户名不符"),
                                    ("closed", "销户"),
                                    ("other", "其他"),
                                ],
                                max_length=8,
                                verbose_name="原因",
                            ),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=100, verbose_name="银行说明"),
                        ),
                        ("answered_on", models.DateField(verbose_name="处理日期")),
                        ("undone", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["answer", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("undone", False), models.Q(("said", "unknown"), _negated=True)
                                ),
                                fields=("line", "said"),
                                name="bank_answer_final_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("said", "failed"), ("why", ""), _connector="OR"
                                ),
                                name="bank_answer_why_of_failed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("said", "failed"), _negated=True),
                                    ("why__in", ["account", "name", "closed", "other"]),
                                    _connector="OR",
                                ),
                                name="bank_answer_failed_has_why",
                            ),
                        ],
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiries",
                                to="banks.bankfile",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("on", models.DateField(verbose_name="查询日期")),
                        ("words", models.CharField(max_length=200, verbose_name="银行答复")),
                        ("open_lines", models.PositiveIntegerField(verbose_name="未明笔数")),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
            ]
        ),
    ]
