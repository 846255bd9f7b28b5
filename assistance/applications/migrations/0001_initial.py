import django.contrib.postgres.fields
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
        ("aid", "0001_initial"),
        ("files", "0001_initial"),
        ("households", "0001_initial"),
        ("standards", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Application",
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aid_applications",
                                to="accounts.organisation",
                                verbose_name="所在单位",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aid_applications",
                                to="households.hardshipfile",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aid_applications",
                                to="households.member",
                            ),
                        ),
                        (
                            "person_name",
                            models.CharField(blank=True, max_length=40, verbose_name="姓名"),
                        ),
                        (
                            "id_no",
                            models.TextField(blank=True, default="", verbose_name="身份证号"),
                        ),
                        ("id_hash", models.CharField(blank=True, max_length=64)),
                        (
                            "mobile",
                            models.TextField(blank=True, default="", verbose_name="联系电话"),
                        ),
                        (
                            "aid_type",
                            models.CharField(
                                choices=[
                                    ("living", "生活救助"),
                                    ("medical", "医疗救助"),
                                    ("education", "子女助学"),
                                    ("temporary", "临时救助"),
                                    ("legal_aid", "法律援助"),
                                    ("vocational_training", "职业培训"),
                                    ("job_placement", "职业介绍"),
                                ],
                                max_length=20,
                                verbose_name="救助项目",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "occasion",
                            models.CharField(blank=True, max_length=60, verbose_name="事项"),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, default="", verbose_name="申请事由"),
                        ),
                        (
                            "asked",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="申请金额"
                            ),
                        ),
                        (
                            "out_of_pocket",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="本年自付医疗费",
                            ),
                        ),
                        (
                            "source_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("central", "中央财政"),
                                    ("local", "地方财政"),
                                    ("upper_union", "上级工会补助"),
                                    ("own", "本级工会经费"),
                                    ("donation", "社会捐助"),
                                    ("employer", "行政拨付"),
                                    ("interest", "利息"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="拟用资金来源",
                            ),
                        ),
                        (
                            "is_relative",
                            models.BooleanField(null=True, verbose_name="工作人员亲属"),
                        ),
                        (
                            "relative_note",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="与工作人员的关系"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "待完善"),
                                    ("recommended", "待复核"),
                                    ("reviewed", "待审批"),
                                    ("approved", "已批准"),
                                    ("rejected", "未批准"),
                                    ("withdrawn", "已撤回"),
                                    ("lapsed", "款项已作废"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "proposed_amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="建议金额"
                            ),
                        ),
                        ("proposal", models.JSONField(default=dict)),
                        (
                            "standards",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "standard",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="standards.standard",
                            ),
                        ),
                        (
                            "decided_amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="批准金额"
                            ),
                        ),
                        (
                            "decided_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="理由"),
                        ),
                        (
                            "opinion",
                            models.CharField(blank=True, max_length=300, verbose_name="审批意见"),
                        ),
                        (
                            "review_opinion",
                            models.CharField(blank=True, max_length=300, verbose_name="复核意见"),
                        ),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=300, verbose_name="退回原因"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("applied_on", models.DateField(verbose_name="申请日期")),
                        (
                            "recommended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recommended_on", models.DateField(null=True, verbose_name="提交日期")),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reviewed_on", models.DateField(null=True, verbose_name="复核日期")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_on", models.DateField(null=True, verbose_name="审批日期")),
                        (
                            "payment",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="application",
                                to="aid.payment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["state", "unit"], name="application_by_state"),
                            models.Index(fields=["applied_on"], name="application_by_day"),
                            models.Index(
                                condition=models.Q(("id_hash", ""), _negated=True),
                                fields=["id_hash"],
                                name="application_by_person",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "recommended", "reviewed", "approved"))
                                ),
                                fields=(
                                    "file",
                                    "id_hash",
                                    "aid_type",
                                    "member",
                                    "year",
                                    "occasion",
                                ),
                                name="application_item_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("file__isnull", False),
                                        ("id_hash", ""),
                                        ("person_name", ""),
                                    ),
                                    models.Q(
                                        ("file__isnull", True),
                                        ("member__isnull", True),
                                        models.Q(("person_name", ""), _negated=True),
                                        models.Q(("id_hash", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_of_a_file_or_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("file__isnull", False),
                                    (
                                        "aid_type__in",
                                        [
                                            "temporary",
                                            "legal_aid",
                                            "vocational_training",
                                            "job_placement",
                                        ],
                                    ),
                                    _connector="OR",
                                ),
                                name="application_file_before_aid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by__isnull", True),
                                    models.Q(
                                        models.Q(
                                            ("reviewed_by", models.F("made_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("reviewed_by", models.F("recommended_by")),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_reviewer_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(
                                        models.Q(
                                            ("decided_by", models.F("made_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("decided_by", models.F("recommended_by")),
                                            _negated=True,
                                        ),
                                        models.Q(
                                            ("decided_by", models.F("reviewed_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_decider_is_a_third",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    models.Q(
                                        ("asked__isnull", False),
                                        ("is_relative__isnull", False),
                                        ("recommended_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_recommended_is_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            ["reviewed", "approved", "rejected", "lapsed"],
                                        ),
                                        _negated=True,
                                    ),
                                    ("reviewed_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="application_decided_is_reviewed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_amount__gt", 0),
                                        ("decided_by__isnull", False),
                                        ("payment__isnull", False),
                                        ("state__in", ["approved", "lapsed"]),
                                    ),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("payment__isnull", True),
                                        ("state", "rejected"),
                                    ),
                                    models.Q(
                                        ("decided_amount__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("payment__isnull", True),
                                        models.Q(
                                            ("state__in", ["approved", "lapsed", "rejected"]),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_granted_is_planned",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_amount__isnull", True),
                                    models.Q(("decided_reason", ""), _negated=True),
                                    models.Q(
                                        ("decided_amount", models.F("proposed_amount")),
                                        ("proposed_amount__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_otherwise_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApplicationPaper",
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
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="applications.application",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("application", "申请书"),
                                    ("id_copy", "身份证复印件"),
                                    ("register", "户口簿复印件"),
                                    ("income", "收入证明"),
                                    ("bank_card", "银行卡复印件"),
                                    ("dibao", "低保证明"),
                                    ("diagnosis", "诊断证明"),
                                    ("bills", "自付费用票据"),
                                    ("accident", "事故（灾害）证明"),
                                    ("school", "学生证或录取通知书"),
                                    ("fees", "缴费收据"),
                                    ("contract", "劳动合同或事实劳动关系证明"),
                                    ("certificate", "培训合格证书"),
                                    ("case", "案件受理材料"),
                                    ("other", "其他材料"),
                                ],
                                max_length=12,
                                verbose_name="材料",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aid_papers",
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
                        (
                            "added_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["application", "pk"],
                    },
                ),
            ]
        ),
    ]
