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
        ("households", "0001_initial"),
        ("stock", "0001_goods_lots_movements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="CardRule",
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="适用单位",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("monthly", "常年卡"), ("festival", "节日卡")],
                                max_length=10,
                                verbose_name="卡种",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="起用日期")),
                        (
                            "face_value",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="每期额度（元）"
                            ),
                        ),
                        (
                            "span",
                            models.CharField(
                                choices=[
                                    ("month", "每月"),
                                    ("quarter", "每季度"),
                                    ("year", "每年"),
                                ],
                                max_length=8,
                                verbose_name="期",
                            ),
                        ),
                        (
                            "carries",
                            models.BooleanField(default=False, verbose_name="结余转入下期"),
                        ),
                        (
                            "per_visit",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=10,
                                null=True,
                                verbose_name="每次最多（元）",
                            ),
                        ),
                        (
                            "visits",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="每月最多次数"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="依据")),
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
                        "ordering": ["kind", "valid_from", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("face_value__gt", 0)),
                                name="card_is_worth_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemLimit",
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="适用单位",
                            ),
                        ),
                        (
                            "goods",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="limits",
                                to="stock.goods",
                                verbose_name="商品",
                            ),
                        ),
                        ("most", models.PositiveIntegerField(verbose_name="最多数量")),
                        (
                            "span",
                            models.CharField(
                                choices=[
                                    ("month", "每月"),
                                    ("quarter", "每季度"),
                                    ("year", "每年"),
                                ],
                                max_length=8,
                                verbose_name="期",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="起用日期")),
                        ("reason", models.CharField(max_length=200, verbose_name="依据")),
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
                        "ordering": ["goods", "valid_from", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LoveCard",
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
                            models.CharField(max_length=12, unique=True, verbose_name="卡号"),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="love_cards",
                                to="households.hardshipfile",
                                verbose_name="档案",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="love_cards",
                                to="accounts.organisation",
                                verbose_name="发卡单位",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("monthly", "常年卡"), ("festival", "节日卡")],
                                max_length=10,
                                verbose_name="卡种",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="有效期自")),
                        ("valid_to", models.DateField(verbose_name="有效期至")),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "正常"), ("blocked", "已停用")],
                                default="active",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "blocked_for",
                            models.CharField(blank=True, max_length=200, verbose_name="停用原因"),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="supermarket.lovecard",
                            ),
                        ),
                        (
                            "balance",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=10,
                                verbose_name="余额（元）",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="发卡日期")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                fields=["organisation", "state"], name="love_card_of_place"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "active")),
                                fields=("file", "kind"),
                                name="one_card_of_a_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("balance__gte", 0)),
                                name="card_never_below_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                                name="card_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("blocked_for", ""), ("state", "active")),
                                    models.Q(
                                        ("state", "blocked"),
                                        models.Q(("blocked_for", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="card_blocked_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Issue",
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
                        ("key", models.UUIDField(unique=True)),
                        (
                            "store",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issues",
                                to="stock.store",
                                verbose_name="超市",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issues",
                                to="supermarket.lovecard",
                                verbose_name="爱心卡",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goods_issues",
                                to="households.hardshipfile",
                                verbose_name="档案",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="领取日期")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="价值（元）"
                            ),
                        ),
                        (
                            "charged",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="扣卡（元）"
                            ),
                        ),
                        (
                            "was_offline",
                            models.BooleanField(default=False, verbose_name="离线发放"),
                        ),
                        ("handed_at", models.DateTimeField(verbose_name="发放时间")),
                        (
                            "movement",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goods_issue",
                                to="stock.movement",
                            ),
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
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                models.F("store"),
                                models.OrderBy(models.F("on"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="issue_of_store",
                            ),
                            models.Index(
                                fields=["file", "on"], include=("value",), name="issue_of_family"
                            ),
                            models.Index(
                                models.OrderBy(models.F("on"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="issue_by_day",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("charged__gte", 0), ("charged__lte", models.F("value"))
                                ),
                                name="issue_charges_its_value",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueLine",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="supermarket.issue",
                            ),
                        ),
                        (
                            "goods",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.goods",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                        (
                            "price",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="兑换价（元）"
                            ),
                        ),
                        ("short", models.PositiveIntegerField(default=0, verbose_name="账上不足")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issue", "goods"), name="issue_line_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gt", 0), ("short__lte", models.F("quantity"))
                                ),
                                name="issue_of_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CardEntry",
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
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="supermarket.lovecard",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("granted", "本期额度"),
                                    ("lapsed", "上期结余清零"),
                                    ("spent", "领取"),
                                    ("given_back", "冲正退回"),
                                    ("extra", "批准补额"),
                                    ("moved_out", "换卡转出"),
                                    ("moved_in", "换卡转入"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="金额（元）"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "issue",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="supermarket.issue",
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
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__gt", 0),
                                        (
                                            "kind__in",
                                            ["granted", "given_back", "extra", "moved_in"],
                                        ),
                                    ),
                                    models.Q(
                                        ("amount__lt", 0),
                                        ("kind__in", ["lapsed", "spent", "moved_out"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="card_entry_has_its_sign",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueReversal",
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
                            "issue",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversal",
                                to="supermarket.issue",
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
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Difference",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="differences",
                                to="supermarket.issue",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("balance", "超出余额"),
                                    ("stock", "账上库存不足"),
                                    ("limit", "超出限量"),
                                    ("card", "卡已停用或过期"),
                                    ("price", "兑换价不同"),
                                ],
                                max_length=8,
                                verbose_name="差异",
                            ),
                        ),
                        (
                            "goods",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.goods",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(default=0, verbose_name="数量")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=10,
                                verbose_name="金额（元）",
                            ),
                        ),
                        ("words", models.CharField(max_length=200, verbose_name="说明")),
                        (
                            "owed",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=10,
                                verbose_name="待扣（元）",
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("extra", "作为补助批准"),
                                    ("next", "下期扣除"),
                                    ("shelf", "补记出库"),
                                    ("proved", "账外物资补记"),
                                    ("corrected", "整笔更正"),
                                ],
                                max_length=10,
                                verbose_name="处理",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="处理说明"),
                        ),
                        (
                            "handed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("settled_on", models.DateField(null=True, verbose_name="处理日期")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("decision", "")),
                                fields=["id"],
                                name="difference_open",
                            ),
                            models.Index(
                                condition=models.Q(("owed__gt", 0)),
                                fields=["issue"],
                                name="difference_owed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issue", "kind", "goods"),
                                name="difference_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decision", ""),
                                        ("owed", 0),
                                        ("settled_by", None),
                                        ("settled_on", None),
                                    ),
                                    models.Q(
                                        models.Q(("decision", ""), _negated=True),
                                        models.Q(("reason", ""), _negated=True),
                                        ("settled_by__isnull", False),
                                        ("settled_on__isnull", False),
                                        models.Q(
                                            ("settled_by", models.F("handed_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="difference_settled_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owed", 0),
                                    models.Q(
                                        ("decision", "next"),
                                        ("owed__gt", 0),
                                        ("owed__lte", models.F("amount")),
                                    ),
                                    _connector="OR",
                                ),
                                name="owed_until_charged",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
