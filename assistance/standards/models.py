"""Standards of aid by area and date, and their rows."""

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from assistance.criteria.models import divisions_kept
from assistance.criteria.rules import CATEGORIES
from assistance.standards import rules
from assistance.standards.rules import AID_TYPES, KINDS, SOURCE_KINDS, TIERS, Rule
from ground.accounts.models import User
from ground.places.models import Division


class StandardQuerySet(models.QuerySet["Standard"]):
    def visible_to(self, user: User, permission: str) -> "StandardQuerySet":
        """What was ever published is open to every reader; a draft to those who keep its area."""
        if not user.may(permission):
            return self.none()
        drafts = _of_area(divisions_kept(user, permission))
        return self.filter(~Q(state=Standard.State.DRAFT) | drafts)

    def kept_by(self, user: User, permission: str) -> "StandardQuerySet":
        """Standards of the areas for which this person holds the permission."""
        return self.filter(_of_area(divisions_kept(user, permission)))

    def in_force(self, on: date) -> "StandardQuerySet":
        """Published standards that held on a day, whatever happened to them later."""
        return self.filter(
            Q(state=Standard.State.PUBLISHED)
            | Q(state=Standard.State.WITHDRAWN, withdrawn_on__gt=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            valid_from__lte=on,
        )


def _of_area(divisions: set[int] | None) -> Q:
    if divisions is None:
        return ~Q(pk__in=[])
    return Q(division__in=divisions)


class Standard(models.Model):
    """A standard of aid (救助标准) of one area from a day on; without a division it holds everywhere.

    Published, it is final (trigger): a correction is a new version. For each aid type and kind of
    money the nearest division that says something about it wins. Only what a migration brought has
    nobody who made or published it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已废止"

    name = models.CharField("名称", max_length=80)
    division = models.ForeignKey(
        Division,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="适用地区",
    )
    version = models.PositiveSmallIntegerField("版次", null=True)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    source = models.TextField("依据")
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    is_seed = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField("发布日期", null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField("废止日期", null=True)
    withdrawal_reason = models.CharField("废止原因", max_length=300, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-version", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "version"],
                name="standard_version_once",
                condition=~Q(state="draft"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="standard_span",
            ),
            models.CheckConstraint(
                condition=Q(is_seed=True, made_by__isnull=True, published_by__isnull=True)
                | Q(is_seed=False, made_by__isnull=False),
                name="standard_has_maker",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_on__isnull=True, version__isnull=True)
                | Q(published_on__isnull=False, version__isnull=False, is_seed=True)
                | Q(published_on__isnull=False, version__isnull=False, published_by__isnull=False),
                name="standard_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("made_by")),
                name="standard_publisher_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="standard_withdrawn_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        version = f"第{self.version}版" if self.version else "草稿"
        return f"{self.name}（{version}）"

    @property
    def area(self) -> str:
        return self.division.name if self.division else "全部地区"

    @cached_property
    def typed(self) -> tuple[Rule, ...]:
        """The rows ready to judge with."""
        return tuple(row.typed for row in self.rules.all())


class AidRule(models.Model):
    """One row of a standard: a kind of the closed list, for what it holds, its typed parameters."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField("次序", default=0)
    code = models.CharField("代码", max_length=40)
    kind = models.CharField("种类", max_length=10, choices=list(KINDS.items()))
    label = models.CharField("名称", max_length=80)
    aid_type = models.CharField(
        "救助项目", max_length=20, choices=list(AID_TYPES.items()), blank=True
    )
    source_kind = models.CharField(
        "资金来源", max_length=12, choices=list(SOURCE_KINDS.items()), blank=True
    )
    category = models.CharField(
        "困难类别", max_length=12, choices=list(CATEGORIES.items()), blank=True
    )
    tier = models.CharField("建档标准", max_length=12, choices=list(TIERS.items()), blank=True)
    parameters = models.JSONField("参数", default=dict)
    source = models.CharField("依据", max_length=300)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "code"], name="aidrule_code_once"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="aidrule_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def scope(self) -> dict[str, str]:
        return {
            "aid_type": self.aid_type,
            "source_kind": self.source_kind,
            "category": self.category,
            "tier": self.tier,
        }

    @property
    def typed(self) -> Rule:
        return rules.read(
            self.kind,
            code=self.code,
            label=self.label,
            source=self.source,
            scope=self.scope,
            parameters=self.parameters,
            set_id=self.standard_id,
        )

    @property
    def words(self) -> str:
        return rules.describe(self.typed)

    @property
    def scope_words(self) -> str:
        return rules.scope_words(self.typed)
