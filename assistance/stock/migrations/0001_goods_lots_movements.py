import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Store",
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
                                related_name="stores",
                                to="accounts.organisation",
                                verbose_name="管理单位",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("supermarket", "爱心超市"), ("warehouse", "仓库")],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=120, verbose_name="地址"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                        ("warned_on", models.DateField(editable=False, null=True)),
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
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "name"), name="store_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Goods",
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
                                related_name="goods",
                                to="accounts.organisation",
                                verbose_name="管理单位",
                            ),
                        ),
                        ("sku", models.CharField(max_length=20, verbose_name="货号")),
                        (
                            "barcode",
                            models.CharField(blank=True, max_length=20, verbose_name="条码"),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="品名规格")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("food", "粮油食品"),
                                    ("daily", "日用品"),
                                    ("clothes", "衣被"),
                                    ("study", "学习用品"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("unit", models.CharField(max_length=8, verbose_name="单位")),
                        (
                            "price",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="兑换价（元）"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                    ],
                    options={
                        "ordering": ["category", "name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "sku"), name="sku_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("barcode", ""), _negated=True),
                                fields=("organisation", "barcode"),
                                name="barcode_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("price__gte", 0)),
                                name="goods_price_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Donation",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="donations",
                                to="stock.store",
                                verbose_name="接收仓库",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("number", models.PositiveIntegerField(verbose_name="编号")),
                        (
                            "donor_kind",
                            models.CharField(
                                choices=[
                                    ("unit", "单位"),
                                    ("person", "个人"),
                                    ("anonymous", "匿名"),
                                ],
                                max_length=10,
                                verbose_name="捐赠人类别",
                            ),
                        ),
                        (
                            "donor",
                            models.CharField(blank=True, max_length=80, verbose_name="捐赠人"),
                        ),
                        (
                            "wish",
                            models.CharField(blank=True, max_length=200, verbose_name="捐赠意愿"),
                        ),
                        ("on", models.DateField(verbose_name="捐赠日期")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="价值（元）"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接收人",
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
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["store", "on"], name="donation_by_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("store", "year", "number"), name="donation_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("donor", ""), ("donor_kind", "anonymous")),
                                    models.Q(
                                        models.Q(("donor_kind", "anonymous"), _negated=True),
                                        models.Q(("donor", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="donor_named_or_anonymous",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lot",
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
                            "goods",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots",
                                to="stock.goods",
                                verbose_name="商品",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("donated", "捐赠"),
                                    ("bought", "采购"),
                                    ("found", "账外"),
                                ],
                                max_length=8,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "donation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots",
                                to="stock.donation",
                                verbose_name="捐赠",
                            ),
                        ),
                        (
                            "unit_value",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="单价（元）"
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="入库数量")),
                        ("expires_on", models.DateField(null=True, verbose_name="保质期至")),
                        ("came_on", models.DateField(verbose_name="入库日期")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("donation__isnull", False), ("origin", "donated")),
                                    models.Q(
                                        models.Q(("origin", "donated"), _negated=True),
                                        ("donation__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="lot_of_a_donation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit_value__gte", 0)),
                                name="lot_value_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Holding",
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
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holdings",
                                to="stock.store",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holdings",
                                to="stock.lot",
                            ),
                        ),
                        (
                            "goods",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.goods",
                            ),
                        ),
                        (
                            "position",
                            models.CharField(
                                choices=[
                                    ("outside", "来源"),
                                    ("sorting", "待整理"),
                                    ("shelf", "在库"),
                                    ("transit", "调拨在途"),
                                    ("issued", "已发放"),
                                    ("lost", "盘亏短少"),
                                    ("cleared", "已处置"),
                                ],
                                max_length=8,
                                verbose_name="位置",
                            ),
                        ),
                        ("quantity", models.IntegerField(default=0, verbose_name="数量")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("position", "shelf"), ("quantity__gt", 0)),
                                fields=["store", "goods"],
                                name="holding_on_shelf",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lot", "store", "position"), name="holding_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gte", 0), ("position", "outside"), _connector="OR"
                                ),
                                name="stock_never_below_zero",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Movement",
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
                            "store",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="stock.store",
                                verbose_name="仓库",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("received", "捐赠入库"),
                                    ("unreceived", "捐赠入库更正"),
                                    ("bought", "采购入库"),
                                    ("unbought", "采购入库更正"),
                                    ("shelved", "整理上架"),
                                    ("issued", "发放"),
                                    ("taken_back", "发放冲正"),
                                    ("proved", "账外补记发放"),
                                    ("unproved", "账外补记冲正"),
                                    ("sent", "调出"),
                                    ("arrived", "调入"),
                                    ("missed", "调拨短少"),
                                    ("found", "盘盈"),
                                    ("lost", "盘亏"),
                                    ("cleared", "处置"),
                                    ("sorted_out", "整理剔除"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=40, verbose_name="单据号"),
                        ),
                        (
                            "counterparty",
                            models.CharField(blank=True, max_length=80, verbose_name="往来方"),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "corrects",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="stock.movement",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("event_id", models.BigIntegerField(null=True)),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("on"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="movement_by_day",
                            ),
                            models.Index(
                                models.F("store"),
                                models.OrderBy(models.F("on"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="movement_of_store",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MovementLine",
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
                            "movement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="stock.movement",
                            ),
                        ),
                        (
                            "holding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="stock.holding",
                            ),
                        ),
                        ("quantity", models.IntegerField(verbose_name="数量")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("movement", "holding"), name="movement_line_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity", 0), _negated=True),
                                name="movement_line_not_zero",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockCheck",
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
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="stock.store",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("movements", models.PositiveIntegerField()),
                        ("lines", models.PositiveIntegerField()),
                        ("holdings", models.PositiveIntegerField()),
                        ("faults", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Stocktake",
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
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stocktakes",
                                to="stock.store",
                                verbose_name="仓库",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("quarter", models.PositiveSmallIntegerField(verbose_name="季度")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("counting", "清点中"),
                                    ("submitted", "待批准"),
                                    ("approved", "已批准"),
                                ],
                                default="counting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("began_on", models.DateField(verbose_name="开始日期")),
                        (
                            "counted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="盘点人",
                            ),
                        ),
                        (
                            "counted_with",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="监盘人",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=200, verbose_name="差异说明"),
                        ),
                        (
                            "returned_for",
                            models.CharField(blank=True, max_length=200, verbose_name="退回原因"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_on", models.DateField(null=True, verbose_name="批准日期")),
                        (
                            "made_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "approved"), _negated=True),
                                fields=("store",),
                                name="stocktake_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)),
                                name="stocktake_of_a_quarter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("counted_by", models.F("counted_with")), _negated=True
                                ),
                                name="stocktake_takes_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("state", "approved"), _negated=True),
                                        ("approved_by", None),
                                        ("approved_on", None),
                                    ),
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        ("approved_on__isnull", False),
                                        ("state", "approved"),
                                        models.Q(
                                            ("approved_by", models.F("counted_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("approved_by", models.F("counted_with")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="stocktake_approved_by_a_third",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StocktakeLine",
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
                            "stocktake",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="stock.stocktake",
                            ),
                        ),
                        (
                            "holding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.holding",
                            ),
                        ),
                        ("book", models.PositiveIntegerField(verbose_name="账面数")),
                        ("counted", models.PositiveIntegerField(null=True, verbose_name="实盘数")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stocktake", "holding"), name="stocktake_line_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clearance",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clearances",
                                to="stock.store",
                                verbose_name="仓库",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("expired", "过期销毁"),
                                    ("damaged", "毁损报废"),
                                    ("given", "转赠"),
                                    ("sold", "变卖"),
                                ],
                                max_length=10,
                                verbose_name="处置方式",
                            ),
                        ),
                        (
                            "from_sorting",
                            models.BooleanField(default=False, verbose_name="待整理物资"),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        (
                            "receiver",
                            models.CharField(blank=True, max_length=80, verbose_name="接收方"),
                        ),
                        (
                            "proceeds",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=12,
                                verbose_name="变卖所得（元）",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="账面价值（元）"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="提出日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "待批准"),
                                    ("approved", "已批准"),
                                    ("refused", "未批准"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="状态",
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
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_on", models.DateField(null=True, verbose_name="批准日期")),
                        (
                            "refused_for",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="未批准的原因"
                            ),
                        ),
                        (
                            "movement",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clearance",
                                to="stock.movement",
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
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_by", None),
                                        ("decided_on", None),
                                        ("movement", None),
                                        ("state", "proposed"),
                                    ),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("decided_on__isnull", False),
                                        models.Q(
                                            ("decided_by", models.F("made_by")), _negated=True
                                        ),
                                        models.Q(
                                            models.Q(
                                                ("movement__isnull", False), ("state", "approved")
                                            ),
                                            models.Q(
                                                ("movement", None),
                                                ("state", "refused"),
                                                models.Q(("refused_for", ""), _negated=True),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="clearance_takes_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("proceeds", 0),
                                    models.Q(("kind", "sold"), ("proceeds__gt", 0)),
                                    _connector="OR",
                                ),
                                name="only_what_is_sold_brings_money",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["given", "sold"]), _negated=True),
                                    models.Q(("receiver", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="somebody_gets_what_is_given_on",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClearanceLine",
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
                            "clearance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="stock.clearance",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.lot",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("clearance", "lot"), name="clearance_line_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)),
                                name="clearance_of_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="stock.store",
                                verbose_name="调出仓库",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arrivals",
                                to="stock.store",
                                verbose_name="调入仓库",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="调出日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[("sent", "待接收"), ("received", "已接收")],
                                default="sent",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "movement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfer",
                                to="stock.movement",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("received_on", models.DateField(null=True, verbose_name="接收日期")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("store", models.F("to")), _negated=True),
                                name="transfer_between_two_stores",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("received_by", None),
                                        ("received_on", None),
                                        ("state", "sent"),
                                    ),
                                    models.Q(
                                        ("received_by__isnull", False),
                                        ("received_on__isnull", False),
                                        ("state", "received"),
                                        models.Q(
                                            ("received_by", models.F("sent_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_takes_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransferLine",
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
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="stock.transfer",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.lot",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="调出数量")),
                        (
                            "arrived",
                            models.PositiveIntegerField(null=True, verbose_name="实收数量"),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transfer", "lot"), name="transfer_line_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)),
                                name="transfer_of_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("arrived__isnull", True),
                                    ("arrived__lte", models.F("quantity")),
                                    _connector="OR",
                                ),
                                name="no_more_arrives_than_was_sent",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
