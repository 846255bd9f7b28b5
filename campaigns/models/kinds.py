"""The kinds of campaign that offices make, and the versions in which each was published."""

from collections.abc import Sequence
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from assistance.editions.models import EVERYWHERE, divisions_kept
from campaigns import kinds
from ground.accounts.models import Organisation, User, below, up_from


class KindQuerySet(models.QuerySet["Kind"]):
    def visible_to(self, user: User, permission: str) -> "KindQuerySet":
        """Those of one's own area and of the offices above it; what came with the program is for all."""
        paths = user.scope(permission)
        if not paths:
            return self.none()
        above = {one for path in paths for one in up_from(path)}
        return self.filter(Q(owner=None) | Q(owner__path__in=above) | below("owner__path", paths))

    def kept_by(self, user: User, permission: str) -> "KindQuerySet":
        """Those of one's own area; the root office of the only tree keeps what came with the program."""
        own = below("owner__path", user.scope(permission))
        if divisions_kept(user, permission) is EVERYWHERE:
            own |= Q(owner=None)
        return self.filter(own)

    def for_organiser(self, organiser: Organisation) -> "KindQuerySet":
        """Of which an organiser may plan a campaign: not those that were withdrawn."""
        above = up_from(organiser.path)
        return self.filter(Q(owner=None) | Q(owner__path__in=above), withdrawn_on=None)


class Kind(models.Model):
    """A kind of campaign (活动类型), of an office and for everybody below it; without one, for all.

    What it holds is in its versions. Withdrawn, no campaign is planned of it any more.
    """

    code = models.CharField("代码", max_length=30, unique=True)
    owner = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="制定单位",
    )
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField("停用日期", null=True)
    withdrawal_reason = models.CharField("停用原因", max_length=200, blank=True)

    objects = KindQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
                name="kind_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class KindVersionQuerySet(models.QuerySet["KindVersion"]):
    def visible_to(
        self, user: User, permission: str, keeping: Sequence[str] = ()
    ) -> "KindVersionQuerySet":
        """What was published, of the kinds that one sees; drafts too, with a permission of `keeping`."""
        wanted = Q(
            state=KindVersion.State.PUBLISHED, kind__in=Kind.objects.visible_to(user, permission)
        )
        for keep in keeping:
            wanted |= Q(kind__in=Kind.objects.kept_by(user, keep))
        return self.filter(wanted)

    def newest(self) -> "KindVersionQuerySet":
        """The last published version of each kind."""
        published = self.filter(state=KindVersion.State.PUBLISHED)
        return published.order_by("kind_id", "-number").distinct("kind_id")


class KindVersion(models.Model):
    """What a kind is made of. Published it is final (trigger): a campaign keeps the one it was planned by.

    Whoever made a draft or wrote in it last does not publish it. Only what a migration brought has
    nobody who made it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"

    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版次", null=True)
    label = models.CharField("名称", max_length=20)
    content = models.JSONField("内容")
    change_note = models.CharField("依据或改动说明", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    made_by_id: int | None
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_by_id: int | None
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField("发布日期", null=True)

    objects = KindVersionQuerySet.as_manager()

    class Meta:
        ordering = ["kind_id", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="kind_version_once"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state="draft"), name="kind_has_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, published_on=None, published_by=None)
                | Q(state="published", number__isnull=False, published_on__isnull=False),
                name="kind_version_is_numbered_when_published",
            ),
            models.CheckConstraint(
                condition=Q(made_by__isnull=True, published_by__isnull=True, state="published")
                | Q(made_by__isnull=False, changed_by__isnull=False, state="draft")
                | (
                    Q(made_by__isnull=False, changed_by__isnull=False, published_by__isnull=False)
                    & ~Q(published_by=F("made_by"))
                    & ~Q(published_by=F("changed_by"))
                ),
                name="kind_version_publisher_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}（{f'第{self.number}版' if self.number else '草稿'}）"

    @cached_property
    def typed(self) -> kinds.CampaignKind:
        """It, ready to work by."""
        return kinds.read(self.kind.code, self.label, self.content)
