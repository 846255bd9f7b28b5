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
                    name="KindLimit",
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
                        ("valid_from", models.DateField(verbose_name="起")),
                        (
                            "tiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                default=list,
                                size=None,
                                verbose_name="建档标准",
                            ),
                        ),
                        (
                            "aid_types",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                default=list,
                                size=None,
                                verbose_name="救助类别",
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
                        (
                            "kind",
                            models.CharField(
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
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "valid_from", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CarryOver",
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carry_overs",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="结转年度")),
                        ("on", models.DateField(verbose_name="结转日期")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
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
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
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
                            "book",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seals",
                                to="accounts.organisation",
                            ),
                        ),
                        ("first", models.PositiveBigIntegerField(verbose_name="起")),
                        ("last", models.PositiveBigIntegerField(verbose_name="止")),
                        ("hash", models.BinaryField(max_length=32)),
                        (
                            "sealed_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("book", "last"), name="seal_once"),
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="seal_holds_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Verification",
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
                            "book",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核验人",
                            ),
                        ),
                        ("intact_to", models.PositiveBigIntegerField(verbose_name="完整到")),
                        ("sealed", models.PositiveBigIntegerField(verbose_name="已封存")),
                        ("waiting", models.PositiveBigIntegerField(verbose_name="待封存")),
                        ("hash", models.CharField(blank=True, max_length=64, verbose_name="封签")),
                        ("faults", models.JSONField(default=list, verbose_name="不符")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["book", "-id"], name="verification_by_book")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundSource",
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
                                related_name="fund_sources",
                                to="accounts.organisation",
                                verbose_name="管理单位",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
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
                                verbose_name="来源",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=60, verbose_name="文号"),
                        ),
                        (
                            "donor",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=80,
                                verbose_name="捐赠人",
                            ),
                        ),
                        (
                            "wish",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="捐赠意愿",
                            ),
                        ),
                        (
                            "origin",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="passed_on",
                                to="funds.fundsource",
                                verbose_name="源头",
                            ),
                        ),
                        (
                            "carried_from",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_into",
                                to="funds.fundsource",
                                verbose_name="结转自",
                            ),
                        ),
                        (
                            "low_since",
                            models.DateField(editable=False, null=True, verbose_name="余额不足自"),
                        ),
                    ],
                    options={
                        "ordering": ["-year", "name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "year", "name"), name="fund_source_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "donation"),
                                    models.Q(("donor", ""), ("wish", "")),
                                    _connector="OR",
                                ),
                                name="donor_of_a_donation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourcePaper",
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
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="funds.fundsource",
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
                        "ordering": ["source", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "file"), name="source_paper_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Account",
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
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="funds.fundsource",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("granted", "拨入"),
                                    ("available", "可用"),
                                    ("reserved", "已批待付"),
                                    ("in_transit", "银行在途"),
                                    ("spent", "已支出"),
                                    ("allocated", "已下达"),
                                    ("returned", "已缴回"),
                                    ("carried", "已结转"),
                                ],
                                max_length=10,
                                verbose_name="科目",
                            ),
                        ),
                        (
                            "balance",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=14, verbose_name="余额"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["source", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "kind"), name="account_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("balance__gte", 0), ("kind", "granted"), _connector="OR"
                                ),
                                name="fund_never_below_zero",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
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
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="funds.fundsource",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True)),
                        ("on", models.DateField(verbose_name="日期")),
                        ("summary", models.CharField(max_length=120, verbose_name="摘要")),
                        (
                            "item",
                            models.CharField(
                                blank=True, db_default="", max_length=20, verbose_name="项目"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "corrects",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="funds.entry",
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
                                models.F("source"),
                                models.OrderBy(models.F("on"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="entry_by_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Posting",
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
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="funds.entry",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="funds.account",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["account", "on", "id"], name="posting_by_day")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "account"), name="posting_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount", 0), _negated=True),
                                name="posting_not_zero",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayTotal",
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
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="funds.account",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("item", models.CharField(blank=True, max_length=20, verbose_name="项目")),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="笔数")),
                    ],
                    options={
                        "ordering": ["account", "on", "item", "unit"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("account", "on", "item", "unit"),
                                name="day_total_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountDay",
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
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="funds.account",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="笔数")),
                        (
                            "closing",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="日终余额"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["account", "on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("account", "on"), name="account_day_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourceLimit",
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
                        ("valid_from", models.DateField(verbose_name="起")),
                        (
                            "tiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                default=list,
                                size=None,
                                verbose_name="建档标准",
                            ),
                        ),
                        (
                            "aid_types",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                default=list,
                                size=None,
                                verbose_name="救助类别",
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
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="limits",
                                to="funds.fundsource",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["source", "valid_from", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Allocation",
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
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="funds.fundsource",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="accounts.organisation",
                                verbose_name="接收单位",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=100, verbose_name="用途")),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=60, verbose_name="文号"),
                        ),
                        ("on", models.DateField(verbose_name="下达日期")),
                        ("due_on", models.DateField(verbose_name="应确认日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "待确认到账"),
                                    ("received", "已到账"),
                                    ("refused", "已退回"),
                                ],
                                default="sent",
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
                            "made_for",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocation_sent",
                                to="funds.entry",
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
                        (
                            "decided_for",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(null=True, verbose_name="到账（退回）日期"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="退回原因"),
                        ),
                        (
                            "received_entry",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocation_received",
                                to="funds.entry",
                            ),
                        ),
                        (
                            "back_entry",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocation_refused",
                                to="funds.entry",
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
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="allocation_due")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="allocation_of_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("back_entry", None),
                                        ("decided_by", None),
                                        ("decided_for", None),
                                        ("decided_on", None),
                                        ("received_entry", None),
                                        ("state", "sent"),
                                    ),
                                    models.Q(
                                        ("back_entry", None),
                                        ("received_entry__isnull", False),
                                        ("state", "received"),
                                    ),
                                    models.Q(
                                        ("back_entry__isnull", False),
                                        ("received_entry", None),
                                        ("state", "refused"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="allocation_is_one_of_three",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "sent"),
                                    models.Q(
                                        ("decided_on__gte", models.F("on")),
                                        ("decided_by__isnull", False),
                                        ("decided_for__isnull", False),
                                        models.Q(
                                            ("decided_by", models.F("made_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("decided_for", models.F("made_for")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="allocation_takes_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundReturn",
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
                            "allocation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="funds.allocation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="funds.fundsource",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        ("why", models.CharField(max_length=100, verbose_name="缴回原因")),
                        ("on", models.DateField(verbose_name="缴回日期")),
                        ("due_on", models.DateField(verbose_name="应确认日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "待上级确认"),
                                    ("received", "已收回"),
                                    ("refused", "未收到"),
                                ],
                                default="sent",
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
                            "made_for",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="return_sent",
                                to="funds.entry",
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
                        (
                            "decided_for",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("decided_on", models.DateField(null=True, verbose_name="确认日期")),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="未收到的说明"
                            ),
                        ),
                        (
                            "back_entry",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="return_decided",
                                to="funds.entry",
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
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="fund_return_due")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="fund_return_of_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("back_entry", None),
                                        ("decided_by", None),
                                        ("decided_for", None),
                                        ("decided_on", None),
                                        ("state", "sent"),
                                    ),
                                    models.Q(("back_entry__isnull", False), ("state", "received")),
                                    models.Q(
                                        ("back_entry__isnull", False),
                                        ("state", "refused"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="fund_return_is_one_of_three",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "sent"),
                                    models.Q(
                                        ("decided_on__gte", models.F("on")),
                                        ("decided_by__isnull", False),
                                        ("decided_for__isnull", False),
                                        models.Q(
                                            ("decided_by", models.F("made_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("decided_for", models.F("made_for")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="fund_return_takes_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CarryLine",
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
                            "carry_over",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="funds.carryover",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_lines",
                                to="funds.fundsource",
                            ),
                        ),
                        (
                            "into",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="funds.fundsource",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="金额"
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_out",
                                to="funds.entry",
                            ),
                        ),
                        (
                            "into_entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_in",
                                to="funds.entry",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["carry_over", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("carry_over", "source"), name="carried_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="carried_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnsealedEntry",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="unsealed",
                                serialize=False,
                                to="funds.entry",
                            ),
                        ),
                        (
                            "book",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["book", "entry"], name="unsealed_by_book")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealedEntry",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="sealed",
                                serialize=False,
                                to="funds.entry",
                            ),
                        ),
                        (
                            "book",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("number", models.PositiveBigIntegerField(verbose_name="序号")),
                        ("hash", models.BinaryField(max_length=32)),
                    ],
                    options={
                        "ordering": ["book", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("book", "number"), name="sealed_number_once"
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="fundsource",
            name="allocation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sources",
                to="funds.allocation",
                verbose_name="下达",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundsource",
            constraint=models.UniqueConstraint(
                condition=models.Q(("carried_from__isnull", True)),
                fields=("allocation",),
                name="allocation_opens_one_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundsource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("allocation__isnull", True),
                        ("carried_from__isnull", True),
                        ("origin__isnull", True),
                    ),
                    models.Q(
                        ("origin__isnull", False),
                        models.Q(
                            ("allocation__isnull", False),
                            ("carried_from__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="source_passed_on_has_origin",
            ),
        ),
    ]
