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
        ("funds", "0001_initial"),
        ("households", "0001_initial"),
        ("visits", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Batch",
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
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="funds.fundsource",
                                verbose_name="资金来源",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("building", "编制中"),
                                    ("locked", "待财务审核"),
                                    ("checked", "待审批"),
                                    ("approved", "待发放"),
                                    ("paying", "发放中"),
                                    ("sent", "已送银行"),
                                    ("settled", "已发放"),
                                    ("complete", "回执齐全"),
                                    ("archived", "已归档"),
                                    ("rejected", "已退回"),
                                ],
                                default="building",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("hand", "现场发放"), ("bank", "银行发放")],
                                default="hand",
                                max_length=4,
                                verbose_name="发放途径",
                            ),
                        ),
                        (
                            "notice_days",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="须公示工作日"
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
                        ("made_on", models.DateField(verbose_name="制单日期")),
                        (
                            "checked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("checked_on", models.DateField(null=True, verbose_name="审核日期")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_on", models.DateField(null=True, verbose_name="审批日期")),
                        (
                            "paid_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("paid_on", models.DateField(null=True, verbose_name="发放日期")),
                        (
                            "archived_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("archived_at", models.DateTimeField(null=True, verbose_name="归档时间")),
                        ("receipts_due_on", models.DateField(null=True, verbose_name="回执期限")),
                        ("reminded_on", models.DateField(null=True, verbose_name="催收回执日期")),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=200, verbose_name="退回原因"),
                        ),
                        (
                            "archive_reason",
                            models.CharField(
                                blank=True,
                                db_default="",
                                max_length=200,
                                verbose_name="缺回执归档原因",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to="aid.batch",
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
                                        models.Q(
                                            ("approved_by", models.F("made_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("approved_by", models.F("checked_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="batch_approver_is_a_third",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["building", "locked", "checked", "rejected"]),
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        ("checked_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="batch_paid_is_approved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("archived_by__isnull", True),
                                    models.Q(("archived_by", models.F("made_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="batch_archived_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("archived_at__isnull", False),
                                        ("archived_by__isnull", False),
                                        ("state", "archived"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "archived"), _negated=True),
                                        ("archived_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="batch_archived_by_somebody",
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True)),
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
                            "aid_type",
                            models.CharField(
                                choices=[
                                    ("living", "生活救助"),
                                    ("medical", "医疗救助"),
                                    ("education", "子女助学"),
                                    ("temporary", "临时救助"),
                                    ("condolence", "慰问金"),
                                    ("goods", "慰问品"),
                                    ("legal_aid", "法律援助"),
                                    ("vocational_training", "职业培训"),
                                    ("job_placement", "职业介绍"),
                                ],
                                max_length=20,
                                verbose_name="类别",
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
                        ("origin", models.CharField(blank=True, max_length=60)),
                        ("reason", models.CharField(max_length=120, verbose_name="事由")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("cash_signed", "现金签收"),
                                    ("bank_transfer", "银行代发"),
                                    ("goods_signed", "实物签收"),
                                    ("card_topup", "卡充值"),
                                ],
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
                                    ("batched", "已编批"),
                                    ("approved", "待发放"),
                                    ("paying", "发放中"),
                                    ("unknown", "结果不明"),
                                    ("returned", "银行退票"),
                                    ("paid", "已发放"),
                                    ("reissued", "已重新发放"),
                                    ("released", "放弃发放"),
                                    ("void", "已作废"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("given_on", models.DateField(verbose_name="发放日期")),
                        ("round", models.PositiveSmallIntegerField(db_default=0, default=0)),
                        ("settled_on", models.DateField(null=True, verbose_name="结果日期")),
                        (
                            "remark",
                            models.CharField(
                                blank=True,
                                db_default="",
                                max_length=200,
                                verbose_name="退票或不明原因",
                            ),
                        ),
                        (
                            "reissue_of",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reissue",
                                to="aid.payment",
                            ),
                        ),
                        (
                            "payee_member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="households.member",
                            ),
                        ),
                        (
                            "payee_reason",
                            models.CharField(
                                blank=True, db_default="", max_length=120, verbose_name="代领原因"
                            ),
                        ),
                        (
                            "relative_of",
                            models.CharField(
                                blank=True,
                                db_default="",
                                max_length=80,
                                verbose_name="经办人员亲属",
                            ),
                        ),
                        (
                            "planned_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("event_id", models.BigIntegerField(null=True)),
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
                    name="Recovery",
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
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recoveries",
                                to="aid.payment",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        ("on", models.DateField(verbose_name="日期")),
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
                        "ordering": ["payment", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("payment", "number"), name="recovery_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="recovery_is_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalLevel",
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
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("label", models.CharField(max_length=40, verbose_name="审批环节")),
                        (
                            "above",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="超过金额（元）"
                            ),
                        ),
                        ("is_needed", models.BooleanField(default=True, verbose_name="需要")),
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
                    ],
                    options={
                        "ordering": ["organisation", "above", "label", "-valid_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "label", "valid_from"),
                                name="approval_level_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("above__gte", 0)), name="approval_level_above"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RequiredApproval",
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
                                related_name="required_approvals",
                                to="aid.batch",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="顺序")),
                        ("label", models.CharField(max_length=40, verbose_name="审批环节")),
                        (
                            "above",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="超过金额（元）"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["batch", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "number"), name="required_approval_once"
                            ),
                            models.UniqueConstraint(
                                fields=("batch", "label"), name="required_approval_named_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vote",
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
                                related_name="votes",
                                to="aid.batch",
                            ),
                        ),
                        (
                            "approval",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vote",
                                to="aid.requiredapproval",
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
                        (
                            "opinion",
                            models.CharField(blank=True, max_length=200, verbose_name="意见"),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["batch", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "by"), name="one_person_one_vote"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeRule",
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
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "aid_type",
                            models.CharField(
                                choices=[
                                    ("living", "生活救助"),
                                    ("medical", "医疗救助"),
                                    ("education", "子女助学"),
                                    ("temporary", "临时救助"),
                                    ("condolence", "慰问金"),
                                    ("goods", "慰问品"),
                                    ("legal_aid", "法律援助"),
                                    ("vocational_training", "职业培训"),
                                    ("job_placement", "职业介绍"),
                                ],
                                max_length=20,
                                verbose_name="帮扶类别",
                            ),
                        ),
                        ("days", models.PositiveSmallIntegerField(verbose_name="公示天数")),
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
                    ],
                    options={
                        "ordering": ["organisation", "aid_type", "-valid_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "aid_type", "valid_from"),
                                name="notice_rule_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BatchNotice",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice",
                                to="aid.batch",
                            ),
                        ),
                        ("place", models.CharField(max_length=80, verbose_name="公示地点")),
                        ("starts_on", models.DateField(verbose_name="公示起")),
                        ("ends_on", models.DateField(verbose_name="公示止")),
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="batch_notice_span",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Payee",
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
                            "payment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="payee",
                                to="aid.payment",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="收款人")),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("holder", "户主本人"),
                                    ("student_parent", "学生家长"),
                                    ("other", "其他"),
                                ],
                                max_length=14,
                                verbose_name="与家庭关系",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, db_default="", max_length=120, verbose_name="代领原因"
                            ),
                        ),
                        (
                            "bank",
                            models.CharField(blank=True, max_length=60, verbose_name="开户银行"),
                        ),
                        (
                            "branch",
                            models.CharField(blank=True, max_length=80, verbose_name="开户网点"),
                        ),
                        (
                            "id_no",
                            models.TextField(blank=True, default="", verbose_name="身份证号"),
                        ),
                        (
                            "id_tail",
                            models.CharField(blank=True, max_length=4, verbose_name="身份证后四位"),
                        ),
                        (
                            "account_no",
                            models.TextField(blank=True, default="", verbose_name="账号"),
                        ),
                        (
                            "card_tail",
                            models.CharField(blank=True, max_length=4, verbose_name="卡号后四位"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BatchProblem",
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
                                related_name="problems",
                                to="aid.batch",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="aid.payment",
                            ),
                        ),
                        ("says", models.CharField(max_length=300, verbose_name="问题")),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptPaper",
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
                                related_name="receipt_papers",
                                to="aid.batch",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("list", "签领表照片"),
                                    ("goods", "实物签收单"),
                                    ("slip", "银行回单"),
                                ],
                                max_length=6,
                                verbose_name="种类",
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
                            "made_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["batch", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptPicture",
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
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pictures",
                                to="aid.receiptpaper",
                            ),
                        ),
                        ("index", models.PositiveSmallIntegerField()),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["paper", "index"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("paper", "index"), name="receipt_picture_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                            "key",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="aid.payment",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=0)),
                        ("number", models.PositiveSmallIntegerField(default=0)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("screen", "屏幕签名"),
                                    ("list", "签领表照片"),
                                    ("goods", "实物签收单"),
                                    ("slip", "银行回单"),
                                    ("answer", "银行回盘"),
                                    ("visit", "走访签收"),
                                ],
                                max_length=6,
                                verbose_name="回执种类",
                            ),
                        ),
                        (
                            "signed_by",
                            models.CharField(
                                choices=[
                                    ("payee", "本人签收"),
                                    ("proxy", "代领"),
                                    ("place", "单位代表签收"),
                                    ("bank", "银行入账"),
                                ],
                                max_length=5,
                                verbose_name="签收",
                            ),
                        ),
                        (
                            "signer",
                            models.CharField(blank=True, max_length=60, verbose_name="签收人"),
                        ),
                        (
                            "relation",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="与收款人关系"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=120, verbose_name="代领原因"),
                        ),
                        (
                            "id_no",
                            models.TextField(blank=True, default="", verbose_name="代领人身份证号"),
                        ),
                        ("id_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("signed_on", models.DateField(verbose_name="签收日期")),
                        (
                            "handed_by",
                            models.CharField(blank=True, max_length=40, verbose_name="经办人"),
                        ),
                        (
                            "witness",
                            models.CharField(blank=True, max_length=40, verbose_name="证明人"),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="签名",
                            ),
                        ),
                        (
                            "photo",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="照片",
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="aid.receiptpaper",
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
                        "ordering": ["payment", "round", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("payment", "round", "number"), name="receipt_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ["screen", "visit"]),
                                        ("paper", None),
                                        ("signature__isnull", False),
                                    ),
                                    models.Q(
                                        ("kind__in", ["list", "goods", "slip"]),
                                        ("paper__isnull", False),
                                        ("signature", None),
                                    ),
                                    models.Q(
                                        ("kind", "answer"), ("paper", None), ("signature", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="receipt_has_its_proof",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("signed_by", "proxy"),
                                        models.Q(("signer", ""), _negated=True),
                                        models.Q(("relation", ""), _negated=True),
                                        models.Q(("reason", ""), _negated=True),
                                        models.Q(("id_no", ""), _negated=True),
                                        models.Q(("id_hash", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("signed_by", "proxy"), _negated=True),
                                        ("id_hash", ""),
                                        ("id_no", ""),
                                        ("reason", ""),
                                        ("relation", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="receipt_of_proxy_says_who",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ["slip", "answer"]), ("signed_by", "bank")
                                    ),
                                    models.Q(
                                        models.Q(("kind__in", ["slip", "answer"]), _negated=True),
                                        models.Q(("signed_by", "bank"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="receipt_of_bank_is_signed_by_none",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("witness", ""),
                                    models.Q(
                                        models.Q(("witness", models.F("handed_by")), _negated=True),
                                        models.Q(("witness", models.F("signer")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="receipt_witness_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptWithdrawal",
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
                            "receipt",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="aid.receipt",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="作废原因")),
                        (
                            "made_by",
                            models.ForeignKey(
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
                ),
                migrations.CreateModel(
                    name="RegisterLine",
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
                                    ("undone", "更正发放"),
                                    ("recovered", "追回资金"),
                                ],
                                max_length=10,
                                verbose_name="事项",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "link_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="register_lines",
                                to="accounts.organisation",
                            ),
                        ),
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
                            "amount",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        ("event_id", models.BigIntegerField()),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(fields=["link_point", "on"], name="register_by_link_point")
                        ],
                    },
                ),
            ]
        ),
    ]
