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
                    name="BulkRun",
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
                        ("action", models.CharField(max_length=40, verbose_name="事项")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=40, verbose_name="名单"),
                        ),
                        ("asked", models.CharField(blank=True, max_length=2000)),
                        ("words", models.CharField(max_length=300, verbose_name="条件")),
                        ("inputs", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("previewed", "待确认"),
                                    ("running", "办理中"),
                                    ("done", "已办完"),
                                    ("replaced", "已重新预览"),
                                ],
                                default="previewed",
                                max_length=10,
                                verbose_name="状态",
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
                                db_default=django.db.models.functions.datetime.Now(),
                                verbose_name="预览时间",
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                        ("job_key", models.UUIDField(null=True)),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="办完时间")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["previewed", "replaced"]),
                                    models.Q(
                                        ("confirmed_at__isnull", False), ("job_key__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="bulk_run_was_confirmed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkItem",
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
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="reviews.bulkrun",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="households.hardshipfile",
                                verbose_name="档案",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ready", "待办理"),
                                    ("refused", "不能办理"),
                                    ("done", "已办理"),
                                ],
                                max_length=8,
                                verbose_name="结果",
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["run", "state", "why"], name="bulk_item_by_state")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "file"), name="bulk_item_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="bulk_refusal_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewRound",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("yearly", "年度复核"),
                                    ("spot_check", "抽查"),
                                    ("follow_up", "退出回访"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="组织单位",
                            ),
                        ),
                        (
                            "among",
                            models.CharField(
                                choices=[
                                    ("active", "在档家庭"),
                                    ("exited", "已脱困家庭"),
                                    ("rejected", "未通过建档的家庭"),
                                ],
                                default="active",
                                max_length=10,
                                verbose_name="对象",
                            ),
                        ),
                        (
                            "strata",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "不分层"),
                                    ("area", "按下级单位"),
                                    ("category", "按困难类别"),
                                ],
                                max_length=10,
                                verbose_name="分层",
                            ),
                        ),
                        (
                            "share",
                            models.DecimalField(
                                decimal_places=2, max_digits=5, null=True, verbose_name="比例（%）"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(null=True, verbose_name="户数")),
                        (
                            "seed",
                            models.CharField(blank=True, max_length=40, verbose_name="随机种子"),
                        ),
                        (
                            "population",
                            models.PositiveIntegerField(default=0, verbose_name="总体户数"),
                        ),
                        ("population_hash", models.CharField(blank=True, max_length=64)),
                        (
                            "drawn_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                verbose_name="抽取时间",
                            ),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="期限")),
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
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "spot_check"), _negated=True),
                                fields=("organisation", "year", "kind"),
                                name="review_round_once_a_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "spot_check"), _negated=True),
                                    models.Q(
                                        models.Q(("seed", ""), _negated=True),
                                        ("due_on__isnull", False),
                                        ("made_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_sample_has_a_seed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "spot_check"), _negated=True),
                                    models.Q(("number__isnull", True), ("share__isnull", False)),
                                    models.Q(("number__isnull", False), ("share__isnull", True)),
                                    _connector="OR",
                                ),
                                name="review_sample_share_or_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="reviews.reviewround",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("yearly", "年度复核"),
                                    ("spot_check", "抽查"),
                                    ("follow_up", "退出回访"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="households.hardshipfile",
                                verbose_name="档案",
                            ),
                        ),
                        ("stratum", models.CharField(blank=True, max_length=60, verbose_name="层")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待复核"),
                                    ("done", "已复核"),
                                    ("lapsed", "不再需要"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="期限")),
                        (
                            "reviewer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("visit", "入户"),
                                    ("phone", "电话"),
                                    ("papers", "材料核对"),
                                ],
                                max_length=8,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("stays", "继续在档"),
                                    ("reclassify", "调整类别或标准"),
                                    ("exit", "已脱困，应退出"),
                                    ("wrongly_in", "建档时就不符合条件"),
                                    ("cancel", "应注销（亡故、迁出等）"),
                                    ("out", "确已脱困"),
                                    ("wrongly_out", "退出时仍未脱困"),
                                    ("relapsed", "退出后返困"),
                                    ("rightly_unfiled", "不符合建档条件"),
                                    ("missed", "符合条件，应建未建"),
                                    ("unreached", "未能核实"),
                                ],
                                max_length=16,
                                verbose_name="结果",
                            ),
                        ),
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
                                verbose_name="应属类别",
                            ),
                        ),
                        (
                            "tier",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "全国级"),
                                    ("provincial", "省级"),
                                    ("prefecture", "地市级"),
                                    ("county", "区县级"),
                                    ("basic", "基层"),
                                ],
                                max_length=12,
                                verbose_name="应属标准",
                            ),
                        ),
                        (
                            "finding",
                            models.TextField(blank=True, default="", verbose_name="复核情况"),
                        ),
                        ("done_on", models.DateField(null=True, verbose_name="复核日期")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="review_by_due"),
                            models.Index(fields=["reviewer", "state"], name="review_by_reviewer"),
                            models.Index(fields=["kind", "done_on"], name="review_by_done"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("file", "kind"),
                                name="review_open_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "follow_up")),
                                fields=("file",),
                                name="follow_up_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_on__isnull", False),
                                        ("recorded_at__isnull", False),
                                        ("recorded_by__isnull", False),
                                        ("state", "done"),
                                        models.Q(("result", ""), _negated=True),
                                        models.Q(("way", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("state", "done"), _negated=True),
                                        ("done_on__isnull", True),
                                        ("result", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_done_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnfiledFamily",
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
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="所在单位",
                            ),
                        ),
                        ("found_on", models.DateField(verbose_name="发现日期")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("visit", "走访发现"),
                                    ("complaint", "来信来访"),
                                    ("comparison", "部门数据比对"),
                                    ("evaluation", "第三方评估"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="来源",
                            ),
                        ),
                        ("name", models.TextField(blank=True, default="", verbose_name="姓名")),
                        ("note", models.TextField(blank=True, default="", verbose_name="家庭情况")),
                        ("verified_on", models.DateField(null=True, verbose_name="核实日期")),
                        ("is_missed", models.BooleanField(null=True, verbose_name="应建未建")),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="found_before",
                                to="households.hardshipfile",
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
                            "verified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-found_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("is_missed__isnull", True),
                                        ("verified_by__isnull", True),
                                        ("verified_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("is_missed__isnull", False),
                                        ("verified_by__isnull", False),
                                        ("verified_on__gte", models.F("found_on")),
                                        ("verified_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="unfiled_family_verified_at_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="households.hardshipfile",
                                verbose_name="档案",
                            ),
                        ),
                        (
                            "review",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposal",
                                to="reviews.review",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("exit", "脱困退档"),
                                    ("cancel", "注销档案"),
                                    ("reclassify", "类别调整"),
                                ],
                                max_length=12,
                                verbose_name="事项",
                            ),
                        ),
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
                                verbose_name="拟调整为",
                            ),
                        ),
                        (
                            "tier",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "全国级"),
                                    ("provincial", "省级"),
                                    ("prefecture", "地市级"),
                                    ("county", "区县级"),
                                    ("basic", "基层"),
                                ],
                                max_length=12,
                                verbose_name="拟调整标准",
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("out_of_hardship", "已脱困"),
                                    ("death", "户主亡故"),
                                    ("retired", "退休"),
                                    ("moved", "调离或迁出"),
                                    ("duplicate", "重复建档"),
                                    ("false", "弄虚作假"),
                                    ("refuses_check", "拒绝核查"),
                                    ("never_met", "建档时不符合条件"),
                                    ("changed", "家庭情况变化"),
                                ],
                                max_length=16,
                                verbose_name="原因类别",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待审批"),
                                    ("accepted", "已同意"),
                                    ("refused", "未同意"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "assessment",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposal",
                                to="households.assessment",
                                verbose_name="提出时按标准的建议",
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
                        ("proposed_on", models.DateField(verbose_name="提出日期")),
                        ("informed_on", models.DateField(null=True, verbose_name="告知家庭日期")),
                        (
                            "informed_by_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("visit", "当面告知"),
                                    ("phone", "电话告知"),
                                    ("letter", "书面告知"),
                                ],
                                max_length=8,
                                verbose_name="告知方式",
                            ),
                        ),
                        (
                            "objection",
                            models.TextField(blank=True, default="", verbose_name="家庭的异议"),
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
                        ("decided_on", models.DateField(null=True, verbose_name="审批日期")),
                        (
                            "decision",
                            models.CharField(blank=True, max_length=200, verbose_name="审批意见"),
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
                            models.Index(fields=["state", "proposed_on"], name="proposal_by_state")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("file",),
                                name="proposal_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("state", "withdrawn"),
                                    models.Q(
                                        ("decided_by", models.F("proposed_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_decider_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_by__isnull", True),
                                        ("decided_on__isnull", True),
                                        ("state", "open"),
                                    ),
                                    models.Q(("decided_on__isnull", False), ("state", "withdrawn")),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("decided_on__isnull", False),
                                        ("state__in", ["accepted", "refused"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "exit"), ("state", "accepted"), _negated=True
                                    ),
                                    ("informed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="proposal_exit_after_informing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "reclassify"),
                                        models.Q(("category", ""), ("tier", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "reclassify"), _negated=True),
                                        ("category", ""),
                                        ("tier", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_reclassifies_into",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
