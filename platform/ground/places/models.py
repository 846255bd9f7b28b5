from django.db import models


class Division(models.Model):
    """An administrative division (行政区划), GB/T 2260: a code means one area during one span of years."""

    class Level(models.TextChoices):
        PROVINCE = "province", "省级"
        PREFECTURE = "prefecture", "地市级"
        COUNTY = "county", "县级"
        TOWNSHIP = "township", "乡镇级"
        VILLAGE = "village", "村社级"

    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="division_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="division_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day on which this installation's office works, or does not, other than the public calendar says."""

    on = models.DateField("日期", primary_key=True)
    is_workday = models.BooleanField("上班")
    reason = models.CharField("原因", max_length=60)

    def __str__(self) -> str:
        return f"{self.on} {'上班' if self.is_workday else '放假'}"


class LocalRule(models.Model):
    """A local limit with its dates: never a constant in the code (domain.md, warning 1).

    `value` is a number in the unit that the code's catalogue names (days, yuan). The row for the
    nearest division wins; a row without a division holds everywhere.
    """

    code = models.CharField("规则", max_length=60)
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, related_name="rules"
    )
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    value = models.DecimalField("值", max_digits=14, decimal_places=2)
    source = models.CharField("依据", max_length=200)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "division", "valid_from"],
                name="local_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="local_rule_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value}（{self.valid_from} 起）"
