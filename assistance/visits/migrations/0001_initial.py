import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("files", "0001_initial"),
        ("pairing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Visit",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("routine", "日常走访"),
                                    ("concentrated", "集中走访"),
                                    ("condolence", "走访慰问"),
                                ],
                                max_length=12,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="pairing.pairinggroup",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits_made",
                                to="accounts.organisation",
                                verbose_name="走访单位",
                            ),
                        ),
                        (
                            "link_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits_received",
                                to="accounts.organisation",
                                verbose_name="双联点",
                            ),
                        ),
                        ("visited_on", models.DateField(verbose_name="走访日期")),
                        ("visitors", models.CharField(max_length=200, verbose_name="走访人")),
                        (
                            "interlocutors",
                            models.CharField(blank=True, max_length=200, verbose_name="接待人"),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=120, verbose_name="走访地点"),
                        ),
                        ("position", models.TextField(blank=True, default="", verbose_name="定位")),
                        ("situation", models.TextField(verbose_name="了解到的情况")),
                        ("steps", models.JSONField(default=list, verbose_name="五个一")),
                        (
                            "condolence_cash",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=14,
                                verbose_name="慰问金",
                            ),
                        ),
                        (
                            "signer",
                            models.CharField(blank=True, max_length=60, verbose_name="签收人"),
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
                        ("origin", models.CharField(blank=True, max_length=60)),
                        (
                            "state",
                            models.CharField(
                                choices=[("recorded", "已登记"), ("returned", "退回补正")],
                                default="recorded",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "returned_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="退回原因"),
                        ),
                        ("returned_on", models.DateField(null=True, verbose_name="退回日期")),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        (
                            "recorded_by",
                            models.ForeignKey(
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
                        "ordering": ["-visited_on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["link_point", "visited_on"], name="visit_by_link_point"
                            ),
                            models.Index(fields=["agency", "visited_on"], name="visit_by_agency"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("condolence_cash__gte", 0)),
                                name="visit_cash_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "recorded"),
                                    models.Q(("returned_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="visit_returned_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergedKey",
                    fields=[
                        ("key", models.UUIDField(primary_key=True, serialize=False)),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_keys",
                                to="visits.visit",
                            ),
                        ),
                        (
                            "merged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "merged_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="VisitVersion",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="visits.visit",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("recorded", "登记"),
                                    ("corrected", "修改"),
                                    ("merged", "合并同一次走访"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("fields", models.JSONField()),
                        ("added", models.JSONField(default=dict)),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "number"), name="visit_version_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitNeed",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needs",
                                to="visits.visit",
                            ),
                        ),
                        ("index", models.PositiveSmallIntegerField()),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("funding", "资金"),
                                    ("labour", "用工"),
                                    ("permits", "证照"),
                                    ("land", "土地"),
                                    ("tax", "税费"),
                                    ("insurance", "社保"),
                                    ("sales", "销售"),
                                    ("safety", "安全"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("description", models.CharField(max_length=500, verbose_name="诉求")),
                    ],
                    options={
                        "ordering": ["index"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "index"), name="visit_need_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitPromise",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="promises",
                                to="visits.visit",
                            ),
                        ),
                        ("index", models.PositiveSmallIntegerField()),
                        ("content", models.CharField(max_length=300, verbose_name="承诺事项")),
                        ("due_on", models.DateField(null=True, verbose_name="完成期限")),
                        (
                            "task",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promise",
                                to="pairing.assistancetask",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "index"), name="visit_promise_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitGoods",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="goods",
                                to="visits.visit",
                            ),
                        ),
                        ("index", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="数量"
                            ),
                        ),
                        ("unit", models.CharField(max_length=10, verbose_name="单位")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="价值"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "index"), name="visit_goods_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="visit_goods_some"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gt", 0)),
                                name="visit_goods_worth_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitPhoto",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="visits.visit",
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
                        ("index", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["index"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "file"), name="visit_photo_once"
                            ),
                            models.UniqueConstraint(
                                fields=("visit", "index"), name="visit_photo_place"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clue",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clues",
                                to="visits.visit",
                            ),
                        ),
                        ("worker_name", models.CharField(max_length=40, verbose_name="职工姓名")),
                        (
                            "id_no",
                            models.TextField(blank=True, default="", verbose_name="身份证号"),
                        ),
                        ("mobile", models.TextField(blank=True, default="", verbose_name="手机号")),
                        (
                            "family_size",
                            models.PositiveSmallIntegerField(default=1, verbose_name="家庭人口"),
                        ),
                        ("hardship", models.CharField(max_length=300, verbose_name="困难情况")),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
            ]
        ),
    ]
