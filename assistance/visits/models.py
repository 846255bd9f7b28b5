from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assistance.pairing.models import AssistanceTask, PairingGroup
from assistance.planning.kinds import Need
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow
from ground.files.models import StoredFile


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User, permission: str | None = None) -> "VisitQuerySet":
        """Visits by, or to, an organisation in this person's scope."""
        paths = user.scope(permission)
        return self.filter(below("agency__path", paths) | below("link_point__path", paths))

    def by_agencies_of(self, user: User, permission: str) -> "VisitQuerySet":
        """Visits made by agencies in this person's scope: not those that only came to their places."""
        return self.filter(below("agency__path", user.scope(permission)))


class Visit(SealedRow):
    """A visit (走访) of an agency's people to a link point, or to homes of its workers.

    `version` counts its wordings: each is kept in `VisitVersion`. Who went where on which day, and
    what was handed over, never changes.
    """

    class Kind(models.TextChoices):
        ROUTINE = "routine", "日常走访"
        CONCENTRATED = "concentrated", "集中走访"
        CONDOLENCE = "condolence", "走访慰问"

    class State(models.TextChoices):
        RECORDED = "recorded", "已登记"
        RETURNED = "returned", "退回补正"

    class Step(models.TextChoices):
        """The five things that a condolence visit does (五个一)."""

        CALL = "call", "打一次电话"
        MESSAGE = "message", "发一条短信"
        LETTER = "letter", "写一封信"
        ASKING = "asking", "问一次需求"
        SOLVING = "solving", "解决一个实际问题"

    key = models.UUIDField(unique=True)  # made where the visit is typed: sent twice, recorded once
    kind = models.CharField("类型", max_length=12, choices=Kind)
    group = models.ForeignKey(
        PairingGroup, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="visits_made", verbose_name="走访单位"
    )
    link_point = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="visits_received",
        verbose_name="双联点",
    )
    visited_on = models.DateField("走访日期")
    visitors = models.CharField("走访人", max_length=200)
    interlocutors = models.CharField("接待人", max_length=200, blank=True)
    place = models.CharField("走访地点", max_length=120, blank=True)
    position = SealedField("定位")  # "29.03750,111.69833", only where the visitor gave it
    situation = models.TextField("了解到的情况")
    steps = models.JSONField("五个一", default=list)  # of Step, those that were done
    condolence_cash = models.DecimalField(
        "慰问金", max_digits=14, decimal_places=2, default=Decimal(0)
    )
    signer = models.CharField("签收人", max_length=60, blank=True)
    signature = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="签名"
    )
    origin = models.CharField(max_length=60, blank=True)  # key of the campaign it belongs to
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECORDED)
    returned_reason = models.CharField("退回原因", max_length=200, blank=True)
    returned_on = models.DateField("退回日期", null=True)
    version = models.PositiveSmallIntegerField(default=1)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "-pk"]
        indexes = [
            models.Index(fields=["link_point", "visited_on"], name="visit_by_link_point"),
            models.Index(fields=["agency", "visited_on"], name="visit_by_agency"),
            models.Index(fields=["origin"], name="visit_by_origin", condition=~Q(origin="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(condolence_cash__gte=0), name="visit_cash_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state="recorded") | ~Q(returned_reason=""),
                name="visit_returned_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.agency} → {self.link_point}"


class MergedKey(models.Model):
    """The key of another record of the same visit: a colleague's, merged into this one."""

    key = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="merged_keys")
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"merged into {self.visit_id}"


class VisitVersion(models.Model):
    """One wording of a visit: who wrote it and what it said, field by field."""

    class Way(models.TextChoices):
        RECORDED = "recorded", "登记"
        CORRECTED = "corrected", "修改"
        MERGED = "merged", "合并同一次走访"

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, choices=Way)
    fields = models.JSONField()  # {field: text or list of texts}; see rules.WORDED
    added = models.JSONField(default=dict)  # {"photos": 2, "needs": 1}: how many came with it
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="visit_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.visit_id}"


class VisitNeed(models.Model):
    """What the visited asked for (诉求), one line each: it may become a problem of the enterprise."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="needs")
    index = models.PositiveSmallIntegerField()  # from 0, and never another line's
    category = models.CharField("类别", max_length=12, choices=Need)
    description = models.CharField("诉求", max_length=500)

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["visit", "index"], name="visit_need_once")]

    def __str__(self) -> str:
        return self.description


class VisitPromise(models.Model):
    """What the visitors promised (承诺), until when, and the task of their agency that it became."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="promises")
    index = models.PositiveSmallIntegerField()
    content = models.CharField("承诺事项", max_length=300)
    due_on = models.DateField("完成期限", null=True)  # none on what was written before tasks came
    task = models.OneToOneField(
        AssistanceTask, null=True, on_delete=models.PROTECT, related_name="promise"
    )

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "index"], name="visit_promise_once")
        ]

    def __str__(self) -> str:
        return self.content


class VisitGoods(models.Model):
    """Goods that were handed over (慰问品), with what they are worth together, in yuan."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="goods")
    index = models.PositiveSmallIntegerField()
    name = models.CharField("名称", max_length=60)
    quantity = models.DecimalField("数量", max_digits=10, decimal_places=2)
    unit = models.CharField("单位", max_length=10)
    value = models.DecimalField("价值", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "index"], name="visit_goods_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="visit_goods_some"),
            models.CheckConstraint(condition=Q(value__gt=0), name="visit_goods_worth_something"),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.quantity.normalize():f}{self.unit}"


class PhotoQuerySet(models.QuerySet["VisitPhoto"]):
    def visible_to(self, user: User, permission: str | None = None) -> "PhotoQuerySet":
        seen = Visit.objects.visible_to(user, permission)
        return self.filter(visit__in=seen.order_by().values("pk"))


class VisitPhoto(models.Model):
    """A photo of a visit: whoever sees the visit sees it."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    index = models.PositiveSmallIntegerField()

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "file"], name="visit_photo_once"),
            models.UniqueConstraint(fields=["visit", "index"], name="visit_photo_place"),
        ]

    def __str__(self) -> str:
        return f"photo {self.index} of {self.visit_id}"


class ClueQuerySet(models.QuerySet["Clue"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ClueQuerySet":
        return self.filter(below("visit__link_point__path", user.scope(permission)))


class Clue(SealedRow):
    """A family in hardship that a visit came upon (困难线索): the union may open a file."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="clues")
    worker_name = models.CharField("职工姓名", max_length=40)
    id_no = SealedField("身份证号")
    mobile = SealedField("手机号")
    family_size = models.PositiveSmallIntegerField("家庭人口", default=1)
    hardship = models.CharField("困难情况", max_length=300)

    objects = ClueQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"clue {self.pk}"
