"""Sets of criteria by area and date, and their rows."""

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from assistance.criteria import rules
from assistance.criteria.rules import CATEGORIES, KINDS, Rules
from assistance.criteria.rules import Criterion as Typed
from assistance.pairing.models import own_paths
from ground.accounts.models import Organisation, User
from ground.places.models import Division

EVERYWHERE = None
_OFFICES = {Organisation.Kind.LINK_OFFICE, Organisation.Kind.UNION}


def divisions_kept(user: User, permission: str) -> set[int] | None:
    """The divisions for which this person's offices may set rules; None: all, and the general one.

    The office at the root of the only tree answers for everything; an office or union that has a
    division, for that and what lies in it. What is inherited from above does not count.
    """
    paths = own_paths(user, permission) if user.may(permission) else ()
    at_root = any(len(path) == Organisation.steplen for path in paths)
    if at_root and Organisation.objects.filter(depth=1).count() == 1:
        return EVERYWHERE
    own = Organisation.objects.filter(path__in=paths, kind__in=_OFFICES)
    found: set[int] = set()
    level = set(own.exclude(division=None).values_list("division_id", flat=True))
    while level:
        found |= level
        below = Division.objects.filter(parent__in=level).exclude(pk__in=found)
        level = set(below.values_list("pk", flat=True))
    return found


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def visible_to(self, user: User, permission: str) -> "RuleSetQuerySet":
        """What was ever published is open to every reader; a draft to those who keep its area."""
        if not user.may(permission):
            return self.none()
        drafts = _of_area(divisions_kept(user, permission))
        return self.filter(~Q(state=RuleSet.State.DRAFT) | drafts)

    def kept_by(self, user: User, permission: str) -> "RuleSetQuerySet":
        """Sets of the areas for which this person holds the permission."""
        return self.filter(_of_area(divisions_kept(user, permission)))

    def in_force(self, on: date) -> "RuleSetQuerySet":
        """Published sets that held on a day, whatever happened to them later."""
        return self.filter(
            Q(state=RuleSet.State.PUBLISHED)
            | Q(state=RuleSet.State.WITHDRAWN, withdrawn_on__gt=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            valid_from__lte=on,
        )


def _of_area(divisions: set[int] | None) -> Q:
    if divisions is None:
        return ~Q(pk__in=[])
    return Q(division__in=divisions)


class RuleSet(models.Model):
    """A set of criteria (建档标准) of one area from a day on; without a division it holds everywhere.

    Published, it is final (trigger): a correction is a new version. Of the sets in force the
    nearest division's wins, then the one that began last, then the higher version. Only the sets
    that a migration brought have nobody who made or published them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已废止"

    HARDSHIP = "hardship"

    code = models.CharField("标准", max_length=20, default=HARDSHIP)
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

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-version", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "division", "version"],
                name="ruleset_version_once",
                condition=~Q(state="draft"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="ruleset_span",
            ),
            models.CheckConstraint(
                condition=Q(is_seed=True, made_by__isnull=True, published_by__isnull=True)
                | Q(is_seed=False, made_by__isnull=False),
                name="ruleset_has_maker",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_on__isnull=True, version__isnull=True)
                | Q(published_on__isnull=False, version__isnull=False, is_seed=True)
                | Q(published_on__isnull=False, version__isnull=False, published_by__isnull=False),
                name="ruleset_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("made_by")),
                name="ruleset_publisher_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="ruleset_withdrawn_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        version = f"第{self.version}版" if self.version else "草稿"
        return f"{self.name}（{version}）"

    @property
    def area(self) -> str:
        return self.division.name if self.division else "全部地区"

    @cached_property
    def rules(self) -> Rules:
        """The set ready to judge with."""
        return rules.ready(self.pk, (row.typed for row in self.criteria.all()))


class Criterion(models.Model):
    """One row of a set: a kind of the closed list and its typed parameters (`rules.kinds`)."""

    ruleset = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField("次序", default=0)
    code = models.CharField("代码", max_length=40)
    kind = models.CharField("种类", max_length=16, choices=list(KINDS.items()))
    label = models.CharField("名称", max_length=80)
    category = models.CharField(
        "困难类别", max_length=12, choices=list(CATEGORIES.items()), blank=True
    )
    parameters = models.JSONField("参数", default=dict)
    source = models.CharField("依据", max_length=300)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ruleset", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=list(KINDS)), name="criterion_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="exclusion", category="")
                | (~Q(kind="exclusion") & ~Q(category="")),
                name="criterion_has_category",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def typed(self) -> Typed:
        parameters = {**self.parameters}
        if self.category:
            parameters["category"] = self.category
        return rules.read(
            self.kind, code=self.code, label=self.label, source=self.source, parameters=parameters
        )

    @property
    def words(self) -> str:
        return rules.describe(self.typed)
