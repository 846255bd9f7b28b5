import django.contrib.postgres.functions
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("households", "0001_initial"),
        ("pairing", "0001_initial"),
        ("places", "0001_initial"),
        ("visits", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="VisitDuty",
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
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.division",
                                verbose_name="适用地区",
                            ),
                        ),
                        (
                            "who",
                            models.CharField(
                                choices=[
                                    ("link_leader", "挂点领导"),
                                    ("main_leader", "单位主要领导"),
                                    ("deputy", "单位分管领导"),
                                    ("liaison", "牵头单位联络员"),
                                    ("member", "每个参联单位"),
                                    ("family", "结对干部（到结对家庭）"),
                                ],
                                max_length=12,
                                verbose_name="谁",
                            ),
                        ),
                        ("times", models.PositiveSmallIntegerField(verbose_name="次数")),
                        (
                            "every",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "每月"), (3, "每季度"), (6, "每半年"), (12, "每年")],
                                verbose_name="周期",
                            ),
                        ),
                        (
                            "kinds",
                            models.JSONField(
                                blank=True, default=list, verbose_name="计入的走访类型"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="自")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="至")),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                    ],
                    options={
                        "ordering": ["who", "valid_from", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("division", "who", "valid_from"),
                                name="visit_duty_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="visit_duty_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("every__in", [1, 3, 6, 12])),
                                name="visit_duty_every",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MissedDuty",
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
                            "duty",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="missed",
                                to="rounds.visitduty",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pairing.pairinggroup",
                            ),
                        ),
                        (
                            "pair",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.familypair",
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
                        (
                            "link_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("first_on", models.DateField(verbose_name="起")),
                        ("last_on", models.DateField(verbose_name="止")),
                        ("owed", models.PositiveSmallIntegerField(verbose_name="应走访")),
                        ("counted", models.PositiveSmallIntegerField(verbose_name="已走访")),
                        ("noted_on", models.DateField(verbose_name="记录日期")),
                        (
                            "made_good_on",
                            models.DateField(blank=True, null=True, verbose_name="补齐日期"),
                        ),
                    ],
                    options={
                        "ordering": ["-last_on", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("made_good_on__isnull", True)),
                                fields=["link_point", "last_on"],
                                name="missed_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("counted__lt", models.F("owed"))),
                                name="missed_is_missing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("group__isnull", True),
                                    ("pair__isnull", True),
                                    _connector="XOR",
                                ),
                                name="missed_by_one",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("pair__isnull", True)),
                                fields=("group", "agency", "duty", "first_on"),
                                name="missed_once_by_agency",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("pair__isnull", False)),
                                fields=("pair", "duty", "first_on"),
                                name="missed_once_by_pair",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Due",
                    fields=[
                        ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                        (
                            "who",
                            models.CharField(
                                choices=[
                                    ("link_leader", "挂点领导"),
                                    ("main_leader", "单位主要领导"),
                                    ("deputy", "单位分管领导"),
                                    ("liaison", "牵头单位联络员"),
                                    ("member", "每个参联单位"),
                                    ("family", "结对干部（到结对家庭）"),
                                ],
                                max_length=12,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "every",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "每月"), (3, "每季度"), (6, "每半年"), (12, "每年")],
                                verbose_name="周期",
                            ),
                        ),
                        ("agency_path", models.CharField(max_length=255)),
                        ("link_point_path", models.CharField(max_length=255)),
                        ("division_id", models.BigIntegerField(null=True)),
                        ("first_on", models.DateField(verbose_name="起")),
                        ("last_on", models.DateField(verbose_name="止")),
                        ("owed", models.IntegerField(verbose_name="应走访")),
                        ("counted", models.IntegerField(verbose_name="已走访")),
                    ],
                    options={
                        "db_table": "rounds_due",
                        "managed": False,
                    },
                ),
                migrations.CreateModel(
                    name="LeaderRound",
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
                        ("theme", models.CharField(max_length=60, verbose_name="主题")),
                        ("leader_name", models.CharField(max_length=60, verbose_name="带队领导")),
                        (
                            "leader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organiser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="组织单位",
                            ),
                        ),
                        (
                            "accompanying",
                            models.CharField(blank=True, max_length=200, verbose_name="陪同单位"),
                        ),
                        ("starts_on", models.DateField(verbose_name="开始日期")),
                        ("ends_on", models.DateField(verbose_name="结束日期")),
                        (
                            "gathers_at",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="集合时间和地点"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "待出发"),
                                    ("under_way", "进行中"),
                                    ("done", "已完成"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="round_span",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundStop",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="rounds.leaderround",
                            ),
                        ),
                        (
                            "link_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="走访点",
                            ),
                        ),
                        ("planned_on", models.DateField(verbose_name="日期")),
                        (
                            "planned_at",
                            models.TimeField(blank=True, null=True, verbose_name="时间"),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="顺序")),
                        (
                            "contact",
                            models.CharField(blank=True, max_length=40, verbose_name="现场联系人"),
                        ),
                        (
                            "contact_phone",
                            models.TextField(blank=True, default="", verbose_name="联系电话"),
                        ),
                        (
                            "to_see",
                            models.CharField(blank=True, max_length=200, verbose_name="看什么"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "待走访"),
                                    ("visited", "已走访"),
                                    ("skipped", "未去"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="visits.visit",
                            ),
                        ),
                        (
                            "skip_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="未去原因"),
                        ),
                    ],
                    options={
                        "ordering": ["planned_on", "place", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "planned")),
                                fields=["link_point", "planned_on"],
                                name="stop_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "link_point", "planned_on"), name="round_stop_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "visited"), ("visit__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "visited"), _negated=True),
                                        ("visit__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="stop_visited_has_visit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "skipped"), _negated=True),
                                    models.Q(("skip_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="stop_skipped_says_why",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
