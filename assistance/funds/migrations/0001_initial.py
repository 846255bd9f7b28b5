import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("on", models.DateField(verbose_name="日期")),
                ("summary", models.CharField(max_length=120, verbose_name="摘要")),
                ("event_id", models.BigIntegerField(null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
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
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FundSource",
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
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="来源",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_sources",
                        to="accounts.organisation",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "year", "name"), name="fund_source_once"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("granted", "拨入"),
                            ("available", "可用"),
                            ("reserved", "已批待付"),
                            ("spent", "已支出"),
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
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="funds.fundsource",
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
            name="Posting",
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
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="funds.account",
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
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "account"), name="posting_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="posting_not_zero"
                    ),
                ],
            },
        ),
    ]
