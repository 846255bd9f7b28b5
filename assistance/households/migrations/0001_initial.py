import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HardshipFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_no", models.CharField(max_length=20, unique=True, verbose_name="档案编号")),
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
                ("situation", models.TextField(blank=True, verbose_name="家庭情况")),
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
                ("mobile", models.TextField(blank=True, default="", verbose_name="联系电话")),
                ("address", models.TextField(blank=True, default="", verbose_name="家庭住址")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "待完善"),
                            ("submitted", "待初审"),
                            ("reviewed", "待入户调查"),
                            ("investigated", "待经济核对"),
                            ("checked", "待公示"),
                            ("notice_posted", "公示中"),
                            ("notice_passed", "待审批"),
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
                    "notice_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="公示截止"),
                ),
                ("opened_on", models.DateField(verbose_name="建档申请日期")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="批准日期")),
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
                    "clue",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="visits.clue",
                    ),
                ),
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hardship_files",
                        to="accounts.organisation",
                        verbose_name="所在单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state", "unit"], name="file_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="file_approver_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False), ("approved_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="file_active_is_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="关系",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("id_no", models.TextField(blank=True, default="", verbose_name="身份证号")),
                ("id_hash", models.CharField(blank=True, max_length=64)),
                ("in_open_file", models.BooleanField(default=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="households.hardshipfile",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "pk"],
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
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "登记建档"),
                            ("submitted", "提交申请"),
                            ("reviewed", "初审"),
                            ("investigated", "入户调查"),
                            ("checked", "经济状况核对"),
                            ("notice_posted", "张榜公示"),
                            ("notice_passed", "公示无异议"),
                            ("approved", "批准建档"),
                            ("returned", "退回补充"),
                            ("rejected", "不予建档"),
                            ("exited", "脱困退档"),
                            ("cancelled", "注销档案"),
                        ],
                        max_length=15,
                        verbose_name="步骤",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                (
                    "investigators",
                    models.CharField(blank=True, max_length=120, verbose_name="调查人"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="households.hardshipfile",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
