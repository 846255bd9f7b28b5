import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("funds", "0001_initial"),
        ("households", "0001_initial"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("locked", "待财务审核"),
                            ("checked", "待审批"),
                            ("approved", "待发放"),
                            ("paying", "发放中"),
                            ("settled", "已发放"),
                            ("rejected", "已退回"),
                        ],
                        default="locked",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("made_on", models.DateField(verbose_name="制单日期")),
                ("checked_on", models.DateField(null=True, verbose_name="审核日期")),
                ("approved_on", models.DateField(null=True, verbose_name="审批日期")),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
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
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "paid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="funds.fundsource",
                        verbose_name="资金来源",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="batch_checker_is_not_maker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(("approved_by", models.F("made_by")), _negated=True),
                                models.Q(("approved_by", models.F("checked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="batch_approver_is_a_third",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["locked", "checked", "rejected"]),
                            models.Q(("approved_by__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="batch_paid_is_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                (
                    "aid_type",
                    models.CharField(
                        choices=[
                            ("living", "生活救助"),
                            ("medical", "医疗救助"),
                            ("education", "子女助学"),
                            ("temporary", "临时救助"),
                            ("condolence", "慰问金"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(max_length=120, verbose_name="事由")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("cash_signed", "现金签收"), ("bank_transfer", "银行代发")],
                        default="cash_signed",
                        max_length=15,
                        verbose_name="方式",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "待编批"),
                            ("batched", "审批中"),
                            ("approved", "待发放"),
                            ("paying", "发放中"),
                            ("paid", "已发放"),
                            ("void", "已作废"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="发放日期")),
                (
                    "planned_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("event_id", models.BigIntegerField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="aid.batch",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "link_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["state", "given_on"], name="payment_by_state"),
                    models.Index(
                        condition=models.Q(("origin", ""), _negated=True),
                        fields=["origin"],
                        name="payment_by_origin",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "void"]),
                            ("batch__isnull", False),
                            _connector="OR",
                        ),
                        name="payment_beyond_plan_has_batch",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "走访"),
                            ("found", "发现困难家庭"),
                            ("opened", "申请建档"),
                            ("approved", "批准建档"),
                            ("aid", "发放帮扶资金"),
                        ],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="金额"
                    ),
                ),
                ("event_id", models.BigIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_lines",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "link_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_lines",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [
                    models.Index(fields=["link_point", "on"], name="register_by_link_point")
                ],
            },
        ),
    ]
