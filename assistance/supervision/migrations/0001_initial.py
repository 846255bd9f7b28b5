import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
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
                    name="AssessmentScheme",
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
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="考核单位",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "version",
                            models.PositiveSmallIntegerField(default=1, verbose_name="版次"),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "full_marks",
                            models.DecimalField(
                                decimal_places=2, default=100, max_digits=6, verbose_name="满分"
                            ),
                        ),
                        ("self_score_from", models.DateField(verbose_name="自评开始")),
                        ("self_score_until", models.DateField(verbose_name="自评截止")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "起草中"),
                                    ("published", "已发布，签订责任书"),
                                    ("self_scoring", "自评"),
                                    ("checking", "核查"),
                                    ("provisional", "初评结果反馈"),
                                    ("closed", "已审定"),
                                    ("superseded", "已由新版代替"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="supervision.assessmentscheme",
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
                        ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                        ("computed_at", models.DateTimeField(null=True, verbose_name="计算时间")),
                        (
                            "announced_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("announced_on", models.DateField(null=True, verbose_name="反馈日期")),
                        ("appeal_until", models.DateField(null=True, verbose_name="申诉截止")),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_on", models.DateField(null=True, verbose_name="审定日期")),
                    ],
                    options={
                        "ordering": ["-year", "-version", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "year", "version"), name="scheme_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "superseded"]), _negated=True
                                ),
                                fields=("office", "year"),
                                name="scheme_one_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("self_score_until__gte", models.F("self_score_from"))
                                ),
                                name="scheme_self_score",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by__isnull", True),
                                    models.Q(
                                        ("confirmed_by", models.F("announced_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="scheme_confirmer_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(
                                        ("announced_by__isnull", False),
                                        ("confirmed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="scheme_closed_is_confirmed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreItem",
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
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="supervision.assessmentscheme",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("code", models.CharField(max_length=12, verbose_name="编码")),
                        ("section", models.CharField(max_length=30, verbose_name="内容")),
                        ("content", models.CharField(max_length=120, verbose_name="指标")),
                        (
                            "criteria",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="评分办法和标准"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("basic", "基本分"),
                                    ("bonus", "加分"),
                                    ("deduction", "扣分"),
                                ],
                                default="basic",
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "maximum",
                            models.DecimalField(
                                decimal_places=2, max_digits=6, verbose_name="分值"
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[("computed", "系统计算"), ("judged", "人工评定")],
                                default="judged",
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(blank=True, max_length=40, verbose_name="取数"),
                        ),
                        ("scale", models.JSONField(default=dict, verbose_name="计分标准")),
                        (
                            "evidence_wanted",
                            models.CharField(blank=True, max_length=200, verbose_name="佐证材料"),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "code"), name="score_item_code_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("maximum__gt", 0)), name="score_item_maximum"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("measure", ""), ("method", "judged")),
                                    models.Q(
                                        ("method", "computed"),
                                        models.Q(("measure", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="score_item_measured",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sheet",
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
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="supervision.assessmentscheme",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="参联单位",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待自评"),
                                    ("self_scored", "已自评"),
                                    ("missed", "逾期未自评"),
                                    ("checked", "已核查"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "self_scored_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("self_scored_on", models.DateField(null=True, verbose_name="自评日期")),
                        (
                            "self_total",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, null=True, verbose_name="自评得分"
                            ),
                        ),
                        (
                            "computed_total",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, null=True, verbose_name="系统得分"
                            ),
                        ),
                        (
                            "office_total",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, null=True, verbose_name="综评得分"
                            ),
                        ),
                        (
                            "final_total",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, null=True, verbose_name="最后得分"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("scheme", "agency"), name="sheet_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "self_scored"), _negated=True),
                                    models.Q(
                                        ("self_scored_by__isnull", False),
                                        ("self_scored_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="sheet_self_scored_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetCommitment",
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
                            "sheet",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitment",
                                to="supervision.sheet",
                            ),
                        ),
                        ("targets", models.JSONField(default=dict, verbose_name="目标")),
                        ("promises", models.TextField(blank=True, verbose_name="责任事项")),
                        (
                            "agency_signatory",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="责任单位签字人"
                            ),
                        ),
                        (
                            "agency_signed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency_signed_on",
                            models.DateField(null=True, verbose_name="责任单位签订日期"),
                        ),
                        (
                            "office_signatory",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="考核单位签字人"
                            ),
                        ),
                        (
                            "office_signed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "office_signed_on",
                            models.DateField(null=True, verbose_name="考核单位签订日期"),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("office_signed_by__isnull", True),
                                    models.Q(
                                        ("office_signed_by", models.F("agency_signed_by")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="commitment_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("office_signed_on__isnull", True),
                                    ("agency_signed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="commitment_agency_first",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
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
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="supervision.sheet",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="supervision.scoreitem",
                            ),
                        ),
                        (
                            "self_score",
                            models.DecimalField(
                                decimal_places=2, max_digits=6, null=True, verbose_name="自评"
                            ),
                        ),
                        (
                            "self_remark",
                            models.CharField(blank=True, max_length=300, verbose_name="自评说明"),
                        ),
                        (
                            "computed",
                            models.DecimalField(
                                decimal_places=2, max_digits=6, null=True, verbose_name="系统"
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, null=True, verbose_name="数值"
                            ),
                        ),
                        (
                            "base",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, null=True, verbose_name="应有"
                            ),
                        ),
                        (
                            "sentence",
                            models.CharField(blank=True, max_length=200, verbose_name="计分说明"),
                        ),
                        (
                            "counted",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "others",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "office_score",
                            models.DecimalField(
                                decimal_places=2, max_digits=6, null=True, verbose_name="综评"
                            ),
                        ),
                        (
                            "office_remark",
                            models.CharField(blank=True, max_length=300, verbose_name="核查说明"),
                        ),
                        (
                            "office_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "final",
                            models.DecimalField(
                                decimal_places=2, max_digits=6, null=True, verbose_name="最后得分"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item__position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("sheet", "item"), name="score_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("office_score__isnull", True),
                                    ("office_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="score_office_is_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreEvidence",
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
                            "score",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="supervision.score",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("score", "file"), name="score_evidence_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
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
                            "score",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="supervision.score",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="申诉理由")),
                        ("evidence", models.TextField(blank=True, verbose_name="证据")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("raised", "待复核"),
                                    ("upheld", "改分"),
                                    ("dismissed", "维持原分"),
                                ],
                                default="raised",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("raised_on", models.DateField(verbose_name="申诉日期")),
                        (
                            "scored_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "score_before",
                            models.DecimalField(
                                decimal_places=2, max_digits=6, verbose_name="原得分"
                            ),
                        ),
                        (
                            "score_after",
                            models.DecimalField(
                                decimal_places=2, max_digits=6, null=True, verbose_name="复核得分"
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
                        ("decided_on", models.DateField(null=True, verbose_name="复核日期")),
                        ("decision", models.TextField(blank=True, verbose_name="复核理由")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(
                                        models.Q(
                                            ("decided_by", models.F("scored_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("decided_by", models.F("raised_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="appeal_decider_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "raised"),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("score_after__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="appeal_decided_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ranking",
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
                            "sheet",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ranking",
                                to="supervision.sheet",
                            ),
                        ),
                        ("place", models.PositiveIntegerField(verbose_name="名次")),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, verbose_name="得分"
                            ),
                        ),
                        ("grade", models.CharField(max_length=10, verbose_name="等次")),
                    ],
                    options={
                        "ordering": ["place", "sheet__agency__path"],
                        "indexes": [models.Index(fields=["place"], name="ranking_by_place")],
                    },
                ),
                migrations.CreateModel(
                    name="Award",
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
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="supervision.assessmentscheme",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("winner_unit", "优胜单位"),
                                    ("advanced_unit", "先进单位"),
                                    ("advanced_person", "先进个人"),
                                    ("criticised", "通报批评"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "person",
                            models.CharField(blank=True, max_length=40, verbose_name="姓名"),
                        ),
                        ("citation", models.CharField(max_length=300, verbose_name="评语")),
                        (
                            "state",
                            models.CharField(
                                choices=[("proposed", "待审定"), ("granted", "已公布")],
                                default="proposed",
                                max_length=10,
                                verbose_name="状态",
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
                        (
                            "granted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("granted_on", models.DateField(null=True, verbose_name="公布日期")),
                        (
                            "proposed_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "kind", "agency", "person"), name="award_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("granted_by__isnull", True),
                                    models.Q(
                                        ("granted_by", models.F("proposed_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="award_granter_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "advanced_person"),
                                        models.Q(("person", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "advanced_person"), _negated=True),
                                        ("person", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="award_person_named",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bulletin",
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
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bulletins",
                                to="supervision.assessmentscheme",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="起")),
                        ("ends_on", models.DateField(verbose_name="止")),
                        (
                            "number",
                            models.PositiveSmallIntegerField(null=True, verbose_name="期号"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        ("opening", models.TextField(verbose_name="总体情况")),
                        ("closing", models.TextField(verbose_name="工作要求")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "待印发"),
                                    ("released", "已印发"),
                                    ("typeset", "已排印"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("drafted_on", models.DateField(verbose_name="拟稿日期")),
                        (
                            "edited_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("released_on", models.DateField(null=True, verbose_name="印发日期")),
                        ("document", models.JSONField(null=True)),
                    ],
                    options={
                        "ordering": ["-ends_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "starts_on", "ends_on"), name="bulletin_once"
                            ),
                            models.UniqueConstraint(
                                fields=("scheme", "number"), name="bulletin_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="bulletin_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("released_by__isnull", True),
                                    ("edited_by__isnull", True),
                                    models.Q(("released_by", models.F("edited_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="bulletin_releaser_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    models.Q(
                                        ("document__isnull", False),
                                        ("number__isnull", False),
                                        ("released_by__isnull", False),
                                        ("released_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="bulletin_released_is_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulletinLine",
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
                            "bulletin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="supervision.bulletin",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("has_plan", models.BooleanField(verbose_name="有计划")),
                        ("visits", models.PositiveIntegerField(verbose_name="走访")),
                        ("visits_target", models.PositiveIntegerField(verbose_name="应走访")),
                        ("tasks_due", models.PositiveIntegerField(verbose_name="应办任务")),
                        ("tasks_done", models.PositiveIntegerField(verbose_name="办结任务")),
                        ("tasks_overdue", models.PositiveIntegerField(verbose_name="逾期任务")),
                        ("problems_raised", models.PositiveIntegerField(verbose_name="交办问题")),
                        ("problems_solved", models.PositiveIntegerField(verbose_name="解决问题")),
                        ("families_helped", models.PositiveIntegerField(verbose_name="帮扶户数")),
                        (
                            "money",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="帮扶资金"
                            ),
                        ),
                        ("contributions", models.PositiveIntegerField(verbose_name="采用稿件")),
                        (
                            "score",
                            models.DecimalField(
                                decimal_places=2, max_digits=7, verbose_name="得分"
                            ),
                        ),
                        ("place", models.PositiveIntegerField(verbose_name="名次")),
                        (
                            "comment",
                            models.CharField(blank=True, max_length=60, verbose_name="评语"),
                        ),
                    ],
                    options={
                        "ordering": ["place", "agency__path"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("bulletin", "agency"), name="bulletin_line_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulletinPrint",
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
                            "bulletin",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="printed",
                                to="supervision.bulletin",
                            ),
                        ),
                        ("pdf", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("pages", models.PositiveSmallIntegerField()),
                        (
                            "typeset_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                ),
            ]
        ),
    ]
