import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

ORGANISATION = "accounts.organisation"
# What is written stays written, but a new column has to be filled once.
OPEN = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE funds_entry DISABLE TRIGGER USER;
    ALTER TABLE funds_posting DISABLE TRIGGER USER;
"""
CLOSE = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE funds_entry ENABLE TRIGGER USER;
    ALTER TABLE funds_posting ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """An entry belongs to one source; postings know their day; totals by day; the chain of a book."""

    dependencies = [
        ("accounts", "0003_paths_are_counted_finely"),
        ("funds", "0002_double_entry"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "account",
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
        migrations.AddField(
            "entry",
            "source",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="funds.fundsource",
            ),
        ),
        migrations.AddField(
            "entry",
            "item",
            models.CharField(blank=True, db_default="", max_length=20, verbose_name="项目"),
        ),
        migrations.AddField(
            "entry",
            "unit",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=ORGANISATION,
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            "entry",
            "corrects",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="funds.entry",
            ),
        ),
        migrations.AddField("posting", "on", models.DateField(null=True, verbose_name="日期")),
        migrations.RunSQL(OPEN, CLOSE),
        migrations.RunSQL(
            """
            UPDATE funds_entry e SET source_id = a.source_id FROM funds_posting p
              JOIN funds_account a ON a.id = p.account_id WHERE p.entry_id = e.id;
            UPDATE funds_posting p SET "on" = e."on" FROM funds_entry e WHERE e.id = p.entry_id;
            INSERT INTO funds_account (source_id, kind, balance)
                SELECT s.id, k.kind, 0 FROM funds_fundsource s,
                    (VALUES ('in_transit'), ('allocated'), ('returned'), ('carried')) AS k (kind)
                ON CONFLICT DO NOTHING;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(CLOSE, OPEN),
        migrations.AlterField(
            "entry",
            "source",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="funds.fundsource",
            ),
        ),
        migrations.AlterField("posting", "on", models.DateField(verbose_name="日期")),
        migrations.AlterField(
            "posting",
            "account",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="funds.account",
            ),
        ),
        migrations.AddIndex(
            "entry",
            models.Index(
                models.F("source"),
                models.OrderBy(models.F("on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="entry_by_day",
            ),
        ),
        migrations.AddIndex(
            "posting", models.Index(fields=["account", "on", "id"], name="posting_by_day")
        ),
        migrations.CreateModel(
            name="DayTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        to=ORGANISATION,
                        verbose_name="单位",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额"),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=ORGANISATION,
                    ),
                ),
            ],
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
                        to=ORGANISATION,
                    ),
                ),
                ("number", models.PositiveBigIntegerField(verbose_name="序号")),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={
                "ordering": ["book", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("book", "number"), name="sealed_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to=ORGANISATION,
                    ),
                ),
                ("first", models.PositiveBigIntegerField(verbose_name="起")),
                ("last", models.PositiveBigIntegerField(verbose_name="止")),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "sealed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
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
    ]
