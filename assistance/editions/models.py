"""Editions: the sets of rules of an area from a day on, whatever their clauses say.

A room above makes its own model of an `Edition` and of its `Clause`.
"""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from assistance.pairing.models import own_paths
from ground.accounts.models import Organisation, User
from ground.places.models import Division

One = TypeVar("One", bound="Edition")
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


class EditionQuerySet(models.QuerySet[One]):
    def visible_to(self, user: User, permission: str) -> Self:
        """What was ever published is open to every reader; a draft to those who keep its area."""
        if not user.may(permission):
            return self.none()
        drafts = _of_area(divisions_kept(user, permission))
        return self.filter(~Q(state=Edition.State.DRAFT) | drafts)

    def kept_by(self, user: User, permission: str) -> Self:
        """Editions of the areas for which this person holds the permission."""
        return self.filter(_of_area(divisions_kept(user, permission)))

    def in_force(self, on: date) -> Self:
        """Published editions that held on a day, whatever happened to them later."""
        return self.filter(
            Q(state=Edition.State.PUBLISHED)
            | Q(state=Edition.State.WITHDRAWN, withdrawn_on__gt=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            valid_from__lte=on,
        )

    def numbered_with(self, one: One) -> Self:
        """All versions of its area: they are numbered one after another."""
        return self.filter(**{name: getattr(one, name) for name in one.NUMBERED_BY})


def editions_of(kind: type[One]) -> EditionQuerySet[One]:
    """All editions of a room's own model."""
    rows: EditionQuerySet[One] = EditionQuerySet(kind)
    return rows


def _of_area(divisions: set[int] | None) -> Q:
    if divisions is None:
        return ~Q(pk__in=[])
    return Q(division__in=divisions)


class Edition(models.Model):
    """A set of rules (一份标准) of one area from a day on; without a division it holds everywhere.

    Published, it is final (a trigger of the room that keeps it): a correction is a new version.
    Only what a migration brought has nobody who made or published it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已废止"

    NAME: ClassVar[str]  # its page, the field of its clauses that leads to it, its errors' codes
    NOUN: ClassVar[str]
    NUMBERED_BY: ClassVar[tuple[str, ...]] = ("division_id",)

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
    made_by_id: int | None
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField("发布日期", null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField("废止日期", null=True)
    withdrawal_reason = models.CharField("废止原因", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["-valid_from", "-version", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_span",
            ),
            models.CheckConstraint(
                condition=Q(is_seed=True, made_by__isnull=True, published_by__isnull=True)
                | Q(is_seed=False, made_by__isnull=False),
                name="%(class)s_has_maker",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_on__isnull=True, version__isnull=True)
                | Q(published_on__isnull=False, version__isnull=False, is_seed=True)
                | Q(published_on__isnull=False, version__isnull=False, published_by__isnull=False),
                name="%(class)s_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("made_by")),
                name="%(class)s_publisher_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="%(class)s_withdrawn_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        version = f"第{self.version}版" if self.version else "草稿"
        return f"{self.name}（{version}）"

    @property
    def area(self) -> str:
        return self.division.name if self.division else "全部地区"


class Clause(models.Model):
    """One row of an edition; the room says of which kinds there are, and what else it is about."""

    NAME: ClassVar[str]  # how the codes of its errors begin

    position = models.PositiveSmallIntegerField("次序", default=0)
    code = models.CharField("代码", max_length=40)
    label = models.CharField("名称", max_length=80)
    parameters = models.JSONField("参数", default=dict)
    source = models.CharField("依据", max_length=300)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
