import django.db.models.deletion
from django.db import migrations, models

from ground.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Division",
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
                        ("code", models.CharField(max_length=12, verbose_name="代码")),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("province", "省级"),
                                    ("prefecture", "地市级"),
                                    ("county", "县级"),
                                    ("township", "乡镇级"),
                                    ("village", "村社级"),
                                ],
                                max_length=12,
                                verbose_name="级别",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="places.division",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(blank=True, null=True, verbose_name="停用日期"),
                        ),
                    ],
                    options={
                        "ordering": ["code", "valid_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "valid_from"), name="division_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="division_span",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "on",
                            models.DateField(
                                primary_key=True, serialize=False, verbose_name="日期"
                            ),
                        ),
                        ("is_workday", models.BooleanField(verbose_name="上班")),
                        ("reason", models.CharField(max_length=60, verbose_name="原因")),
                    ],
                ),
                migrations.CreateModel(
                    name="LocalRule",
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
                        ("code", models.CharField(max_length=60, verbose_name="规则")),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rules",
                                to="places.division",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="起")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="止")),
                        (
                            "value",
                            models.DecimalField(decimal_places=2, max_digits=14, verbose_name="值"),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                    ],
                    options={
                        "ordering": ["code", "valid_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "division", "valid_from"),
                                name="local_rule_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="local_rule_span",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
