import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a source may pay, its donor and papers; allocations, returns, carry-overs."""

    dependencies = [
        ("accounts", "0003_paths_are_counted_finely"),
        ("files", "0002_first_rules"),
        ("funds", "0005_verifications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CarryLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额"),
                ),
            ],
            options={
                "ordering": ["carry_over", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CarryOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="结转年度")),
                ("on", models.DateField(verbose_name="结转日期")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="FundReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额"),
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
                ("decided_on", models.DateField(null=True, verbose_name="确认日期")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="未收到的说明"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="KindLimit",
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
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["kind", "valid_from", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["source", "valid_from", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SourcePaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["source", "pk"],
            },
        ),
        migrations.AddField(
            model_name="fundsource",
            name="carried_from",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_into",
                to="funds.fundsource",
                verbose_name="结转自",
            ),
        ),
        migrations.AddField(
            model_name="fundsource",
            name="donor",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=80, verbose_name="捐赠人"
            ),
        ),
        migrations.AddField(
            model_name="fundsource",
            name="low_since",
            field=models.DateField(editable=False, null=True, verbose_name="余额不足自"),
        ),
        migrations.AddField(
            model_name="fundsource",
            name="origin",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="passed_on",
                to="funds.fundsource",
                verbose_name="源头",
            ),
        ),
        migrations.AddField(
            model_name="fundsource",
            name="wish",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="捐赠意愿"
            ),
        ),
        migrations.AlterField(
            model_name="fundsource",
            name="kind",
            field=models.CharField(
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
        migrations.CreateModel(
            name="Allocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额"),
                ),
                ("purpose", models.CharField(max_length=100, verbose_name="用途")),
                ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
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
                ("decided_on", models.DateField(null=True, verbose_name="到账（退回）日期")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
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
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocation_sent",
                        to="funds.entry",
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
                    "received_entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocation_received",
                        to="funds.entry",
                    ),
                ),
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
            ],
            options={
                "ordering": ["-pk"],
            },
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
        migrations.AddConstraint(
            model_name="fundsource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "donation"), models.Q(("donor", ""), ("wish", "")), _connector="OR"
                ),
                name="donor_of_a_donation",
            ),
        ),
        migrations.AddField(
            model_name="carryline",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_out",
                to="funds.entry",
            ),
        ),
        migrations.AddField(
            model_name="carryline",
            name="into",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funds.fundsource"
            ),
        ),
        migrations.AddField(
            model_name="carryline",
            name="into_entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_in",
                to="funds.entry",
            ),
        ),
        migrations.AddField(
            model_name="carryline",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_lines",
                to="funds.fundsource",
            ),
        ),
        migrations.AddField(
            model_name="carryover",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="carryover",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carry_overs",
                to="accounts.organisation",
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            model_name="carryline",
            name="carry_over",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="funds.carryover",
            ),
        ),
        migrations.AddField(
            model_name="fundreturn",
            name="allocation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="funds.allocation",
            ),
        ),
        migrations.AddField(
            model_name="fundreturn",
            name="back_entry",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_decided",
                to="funds.entry",
            ),
        ),
        migrations.AddField(
            model_name="fundreturn",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fundreturn",
            name="decided_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="fundreturn",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_sent",
                to="funds.entry",
            ),
        ),
        migrations.AddField(
            model_name="fundreturn",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fundreturn",
            name="made_for",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="fundreturn",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="funds.fundsource",
            ),
        ),
        migrations.AddField(
            model_name="kindlimit",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="kindlimit",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            model_name="sourcelimit",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sourcelimit",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="limits",
                to="funds.fundsource",
            ),
        ),
        migrations.AddField(
            model_name="sourcepaper",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sourcepaper",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="sourcepaper",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="funds.fundsource",
            ),
        ),
        migrations.AddIndex(
            model_name="allocation",
            index=models.Index(fields=["state", "due_on"], name="allocation_due"),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="allocation_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "sent"),
                    models.Q(
                        ("decided_on__gte", models.F("on")),
                        ("decided_by__isnull", False),
                        ("decided_for__isnull", False),
                        models.Q(("decided_by", models.F("made_by")), _negated=True),
                        models.Q(("decided_for", models.F("made_for")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="allocation_takes_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="carryline",
            constraint=models.UniqueConstraint(
                fields=("carry_over", "source"), name="carried_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="carryline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="carried_something"
            ),
        ),
        migrations.AddIndex(
            model_name="fundreturn",
            index=models.Index(fields=["state", "due_on"], name="fund_return_due"),
        ),
        migrations.AddConstraint(
            model_name="fundreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="fund_return_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundreturn",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="fundreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "sent"),
                    models.Q(
                        ("decided_on__gte", models.F("on")),
                        ("decided_by__isnull", False),
                        ("decided_for__isnull", False),
                        models.Q(("decided_by", models.F("made_by")), _negated=True),
                        models.Q(("decided_for", models.F("made_for")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="fund_return_takes_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcepaper",
            constraint=models.UniqueConstraint(fields=("source", "file"), name="source_paper_once"),
        ),
    ]
