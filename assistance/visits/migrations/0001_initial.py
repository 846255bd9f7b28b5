import django.db.models.deletion
import django.db.models.functions.datetime
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("pairing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("visited_on", models.DateField(verbose_name="走访日期")),
                ("visitors", models.CharField(max_length=200, verbose_name="走访人")),
                (
                    "interlocutors",
                    models.CharField(blank=True, max_length=200, verbose_name="接待人"),
                ),
                ("situation", models.TextField(verbose_name="了解到的情况")),
                ("needs", models.TextField(blank=True, verbose_name="困难与诉求")),
                ("promises", models.TextField(blank=True, verbose_name="承诺事项")),
                (
                    "condolence_cash",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="慰问金"
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=60)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
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
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="pairing.pairinggroup",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-visited_on", "-pk"],
                "indexes": [
                    models.Index(fields=["link_point", "visited_on"], name="visit_by_link_point")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("condolence_cash__gte", 0)),
                        name="visit_cash_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("worker_name", models.CharField(max_length=40, verbose_name="职工姓名")),
                ("id_no", models.TextField(blank=True, default="", verbose_name="身份证号")),
                ("mobile", models.TextField(blank=True, default="", verbose_name="手机号")),
                (
                    "family_size",
                    models.PositiveSmallIntegerField(default=1, verbose_name="家庭人口"),
                ),
                ("hardship", models.CharField(max_length=300, verbose_name="困难情况")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clues",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
