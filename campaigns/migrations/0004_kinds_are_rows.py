from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


BEGINNING = date(2000, 1, 1)
KINDS = [
    (
        "autumn_study",
        "金秋助学",
        "随系统提供",
        {
            "slogan": "不让一个困难职工子女因贫失学",
            "aid_type": "education",
            "season": "7月至9月，开学前发放到位",
            "windows": {
                "starts_on": {"anchor": "autumn_term", "days": -62},
                "ends_on": {"anchor": "autumn_term", "days": 29},
                "apply_from": {"anchor": "autumn_term", "days": -48},
                "apply_to": {"anchor": "autumn_term", "days": -10},
                "settle_by": {"anchor": "autumn_term", "days": -1, "is_workday": True},
            },
            "classes": [
                {"code": "filed", "label": "在档困难职工子女", "filed": True},
                {"code": "off_file", "label": "未建档困难职工、农民工子女", "filed": False},
            ],
            "stages": [
                {"code": "primary", "label": "小学及以下"},
                {"code": "junior", "label": "初中"},
                {"code": "senior", "label": "高中（中职）"},
                {"code": "higher", "label": "大学（高职）及以上"},
            ],
            "enrols": "member",
            "once_a_year": True,
            "questions": [
                {"code": "school", "label": "学校", "is_needed": True},
                {
                    "code": "enrolment",
                    "label": "新生或在读",
                    "answer": "choice",
                    "choices": [
                        {"code": "new", "label": "新生"},
                        {"code": "in_school", "label": "在读"},
                    ],
                    "is_needed": True,
                },
                {
                    "code": "schooling",
                    "label": "就读方式",
                    "answer": "choice",
                    "choices": [
                        {"code": "ordinary", "label": "普通就读"},
                        {"code": "military", "label": "军校"},
                        {"code": "teacher", "label": "免费师范"},
                        {"code": "directed", "label": "定向委培"},
                        {"code": "joint", "label": "中外合作办学"},
                        {"code": "private", "label": "民办高收费"},
                        {"code": "abroad", "label": "自费留学"},
                    ],
                    "is_needed": True,
                },
                {"code": "tuition", "label": "学费（元/年）", "answer": "money"},
                {"code": "other_aid", "label": "本年已获其他助学", "answer": "yes_no"},
                {"code": "other_aid_amount", "label": "其他助学金额（元）", "answer": "money"},
            ],
            "standards": [
                {
                    "person_class": "filed",
                    "stage": "primary",
                    "rule": "campaigns.study_primary_filed",
                },
                {
                    "person_class": "filed",
                    "stage": "junior",
                    "rule": "campaigns.study_junior_filed",
                },
                {
                    "person_class": "filed",
                    "stage": "senior",
                    "rule": "campaigns.study_senior_filed",
                },
                {
                    "person_class": "filed",
                    "stage": "higher",
                    "rule": "campaigns.study_higher_filed",
                },
                {
                    "person_class": "off_file",
                    "stage": "primary",
                    "rule": "campaigns.study_primary_off_file",
                },
                {
                    "person_class": "off_file",
                    "stage": "junior",
                    "rule": "campaigns.study_junior_off_file",
                },
                {
                    "person_class": "off_file",
                    "stage": "senior",
                    "rule": "campaigns.study_senior_off_file",
                },
                {
                    "person_class": "off_file",
                    "stage": "higher",
                    "rule": "campaigns.study_higher_off_file",
                },
            ],
            "exclusions": [
                {"question": "schooling", "answer": "military", "says": "就读军校，不属于资助范围"},
                {
                    "question": "schooling",
                    "answer": "teacher",
                    "says": "就读免费师范专业，不属于资助范围",
                },
                {
                    "question": "schooling",
                    "answer": "directed",
                    "says": "就读定向委培专业，不属于资助范围",
                },
                {
                    "question": "schooling",
                    "answer": "joint",
                    "says": "就读中外合作办学专业，不属于资助范围",
                },
                {
                    "question": "schooling",
                    "answer": "private",
                    "says": "就读民办高收费学校，不属于资助范围",
                },
                {
                    "question": "schooling",
                    "answer": "abroad",
                    "says": "就读自费留学，不属于资助范围",
                },
            ],
            "rules": [
                {"code": "file_active"},
                {"code": "member_present"},
                {"code": "has_amount"},
                {"code": "within_standard"},
                {"code": "excluded"},
                {"code": "answers"},
                {"code": "papers"},
                {"code": "other_aid"},
                {"code": "once_a_year"},
                {"code": "per_time", "local_rule": "campaigns.autumn_study_per_family"},
            ],
            "materials": [
                {"code": "application", "label": "助学申请表"},
                {"code": "admission", "label": "录取通知书或学籍证明"},
                {"code": "identity", "label": "身份证和户口簿"},
                {"code": "hardship", "label": "家庭困难证明", "is_needed": False},
                {"code": "contract", "label": "农民工劳动合同（满一年）", "is_needed": False},
            ],
            "checklist": [
                {"code": "admission", "label": "核对录取通知书或学籍证明"},
                {"code": "file", "label": "核对家长的困难职工档案"},
                {"code": "other_aid", "label": "核对是否已获其他助学"},
                {"code": "school", "label": "回访是否入学"},
            ],
            "stages_of_education": {
                "kindergarten": "primary",
                "primary": "primary",
                "special": "primary",
                "junior": "junior",
                "senior": "senior",
                "vocational": "senior",
                "college": "higher",
                "bachelor": "higher",
                "graduate": "higher",
            },
            "notice_rule": "campaigns.autumn_study_notice_days",
            "notice": "现将拟资助学生名单公示如下，如有异议请在公示期内反映。",
            "report": "汇总表",
            "reason": "金秋助学金",
        },
    ),
    (
        "send_warmth",
        "送温暖",
        "随系统提供",
        {
            "slogan": "进万家门、知万家情、解万家难、暖万家心",
            "aid_type": "condolence",
            "season": "元旦、春节期间，春节前最后一个工作日前发放到位",
            "windows": {
                "starts_on": {"anchor": "new_year", "days": -17},
                "ends_on": {"anchor": "spring_festival", "days": -1},
                "apply_from": {"anchor": "new_year", "days": -17},
                "apply_to": {"anchor": "spring_festival", "days": -14},
                "settle_by": {"anchor": "spring_festival", "days": -1, "is_workday": True},
            },
            "classes": [
                {"code": "filed", "label": "在档困难职工", "filed": True},
                {"code": "off_file", "label": "未建档困难职工", "filed": False},
                {"code": "migrant", "label": "困难农民工"},
                {"code": "model_worker", "label": "困难劳模"},
                {"code": "front_line", "label": "一线职工"},
            ],
            "gives": ["cash", "goods", "visits"],
            "questions": [{"code": "need", "label": "家庭需求"}],
            "rules": [
                {"code": "file_active"},
                {"code": "has_amount"},
                {"code": "per_time", "local_rule": "campaigns.send_warmth_per_family"},
                {"code": "per_year", "local_rule": "campaigns.send_warmth_per_year"},
            ],
            "checklist": [
                {"code": "call", "label": "打一次电话"},
                {"code": "message", "label": "发一条信息"},
                {"code": "letter", "label": "寄一封慰问信"},
                {"code": "asking", "label": "问一次需求"},
                {"code": "solving", "label": "办一件实事", "says_what": True},
            ],
            "notice_rule": "campaigns.send_warmth_notice_days",
            "notice": "现将拟慰问对象名单公示如下，如有异议请在公示期内反映。",
            "report": "统计表",
            "reason": "送温暖慰问金",
        },
    ),
]


def add(apps, schema_editor):
    """The kinds of the program become rows, and each campaign points to the first version of its kind."""
    campaign, kind, version = (
        apps.get_model("campaigns", name) for name in ("Campaign", "Kind", "KindVersion")
    )
    for code, label, note, content in KINDS:
        made = version.objects.create(
            kind=kind.objects.create(code=code),
            number=1,
            label=label,
            content=content,
            change_note=note,
            state="published",
            published_on=BEGINNING,
        )
        campaign.objects.filter(kind=code).update(kind_version=made)
    _settle(schema_editor)


def remove(apps, schema_editor):
    apps.get_model("campaigns", "Campaign").objects.update(kind_version=None)
    apps.get_model("campaigns", "KindVersion").objects.all().delete()
    apps.get_model("campaigns", "Kind").objects.all().delete()
    _settle(schema_editor)


def _settle(schema_editor):
    """What waits for the end of the transaction is checked now: a table is altered after it."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    replaces = [("campaigns", "0011_kinds_are_rows")]

    dependencies = [
        ("accounts", "0001_initial"),
        ("campaigns", "0003_kept_by_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Kind",
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
                        ("code", models.CharField(max_length=30, unique=True, verbose_name="代码")),
                        ("withdrawn_on", models.DateField(null=True, verbose_name="停用日期")),
                        (
                            "withdrawal_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="停用原因"),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="制定单位",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="KindVersion",
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
                            models.PositiveSmallIntegerField(null=True, verbose_name="版次"),
                        ),
                        ("label", models.CharField(max_length=20, verbose_name="名称")),
                        ("content", models.JSONField(verbose_name="内容")),
                        (
                            "change_note",
                            models.CharField(max_length=200, verbose_name="依据或改动说明"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "草稿"), ("published", "已发布")],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                        (
                            "changed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.kindversion",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="campaigns.kind",
                            ),
                        ),
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
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind_id", "-number", "-pk"],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="campaign",
            name="kind_version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to="campaigns.kindversion",
                verbose_name="类型",
            ),
        ),
        migrations.AddConstraint(
            model_name="kind",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawal_reason", ""), ("withdrawn_by", None), ("withdrawn_on", None)
                    ),
                    models.Q(
                        ("withdrawn_by__isnull", False),
                        ("withdrawn_on__isnull", False),
                        models.Q(("withdrawal_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="kind_withdrawn_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="kindversion",
            constraint=models.UniqueConstraint(fields=("kind", "number"), name="kind_version_once"),
        ),
        migrations.AddConstraint(
            model_name="kindversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("kind",), name="kind_has_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="kindversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("number", None),
                        ("published_by", None),
                        ("published_on", None),
                        ("state", "draft"),
                    ),
                    models.Q(
                        ("number__isnull", False),
                        ("published_on__isnull", False),
                        ("state", "published"),
                    ),
                    _connector="OR",
                ),
                name="kind_version_is_numbered_when_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="kindversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("made_by__isnull", True),
                        ("published_by__isnull", True),
                        ("state", "published"),
                    ),
                    models.Q(
                        ("changed_by__isnull", False),
                        ("made_by__isnull", False),
                        ("state", "draft"),
                    ),
                    models.Q(
                        ("changed_by__isnull", False),
                        ("made_by__isnull", False),
                        ("published_by__isnull", False),
                        models.Q(("published_by", models.F("made_by")), _negated=True),
                        models.Q(("published_by", models.F("changed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="kind_version_publisher_is_another",
            ),
        ),
        migrations.RunPython(add, remove),
    ]
