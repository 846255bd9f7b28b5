"""Complaints as they were received, and who may know of them."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.pairing.models import own_paths
from ground.accounts.models import Organisation, User, below, up_from
from ground.audit.sealing import SealedField, SealedRow
from ground.files.models import StoredFile


def barred_paths(own: str, held: Iterable[str]) -> set[str]:
    """Paths of the units that somebody is staff of: those whose complaints they must not know of.

    Whoever belongs to a unit, to one below it, or holds a role in either, is of it. Everybody stands
    below the top of a tree: of the top are only those who belong to the top itself. The database
    says the same (`complaints_is_of`, a trigger).
    """
    inside = {one for path in [own, *held] for one in up_from(path)}
    return {one for one in inside if len(one) > Organisation.steplen or one == own}


def _kept_from(user: User) -> Q:
    held = user.memberships.values_list("organisation__path", flat=True)
    return Q(unit__path__in=barred_paths(user.organisation.path, held)) | Q(about_user=user)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User, permission: str) -> "ComplaintQuerySet":
        """Complaints kept by offices at or below those where this person holds the permission.

        Never one about themselves or their own unit, whatever they may do elsewhere.
        """
        if not user.may(permission):
            return self.none()
        rows = self.filter(below("office__path", own_paths(user, permission)))
        return rows.exclude(pk__in=Complaint.objects.kept_from(user).values("pk"))

    def kept_from(self, user: User) -> "ComplaintQuerySet":
        """Complaints of which this person must not know: about themselves, or a unit of theirs."""
        return self.filter(_kept_from(user))


class Complaint(SealedRow):
    """投诉举报: what somebody holds against how help is given. Text, name and number are sealed.

    `office` keeps it: an organisation above the unit that it is about. What it is about is a plain
    reference: `about_kind` and `about_key` name a thing of a higher room, `about_label` is its name
    as the public knows it. `due_on` is the day by which the present step should be taken.
    """

    class Way(models.TextChoices):
        WEB = "web", "网上反映"
        PHONE = "phone", "来电"
        LETTER = "letter", "来信"
        IN_PERSON = "in_person", "来访"

    class Kind(models.TextChoices):
        FAVOURITISM = "favouritism", "优亲厚友"
        DIVERSION = "diversion", "截留挪用"
        FALSE_CLAIM = "false_claim", "冒领"
        LEFT_OUT = "left_out", "应助未助"
        MANNER = "manner", "服务态度"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        RECEIVED = "received", "待受理"
        REFUSED = "refused", "不予受理"
        ACCEPTED = "accepted", "待交办"
        LOOKING = "looking", "调查中"
        ANSWERED = "answered", "待审核办结"
        CLOSED = "closed", "已办结"

    ENDED = (State.REFUSED, State.CLOSED)

    key = models.UUIDField(unique=True)  # made where it is told: sent twice, received once
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    code = SealedField("查询码")
    way = models.CharField("来源", max_length=10, choices=Way)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    about_kind = models.CharField(max_length=40, blank=True)
    about_key = models.CharField(max_length=60, blank=True)
    about_label = models.CharField("涉及事项", max_length=120, blank=True)
    unit = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="被反映单位",
    )
    about_user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="被反映人"
    )
    office = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="受理单位"
    )
    is_anonymous = models.BooleanField("匿名", default=False)
    who = SealedField("反映人")
    phone = SealedField("反映人电话")
    content = SealedField("反映内容")
    received_on = models.DateField("收到日期")
    received_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(db_default=Now())

    state = models.CharField("状态", max_length=10, choices=State, default=State.RECEIVED)
    due_on = models.DateField("本环节期限", null=True)
    pressed_for = models.DateField(null=True)  # the day whose passing was told
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("受理日期", null=True)
    routed_on = models.DateField("交办日期", null=True)
    refusal = SealedField("不予受理理由")
    ended_on = models.DateField("办结日期", null=True)
    was_late = models.BooleanField(
        "超期", default=False
    )  # any of its days has passed before its step

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["office", "state", "due_on"], name="complaint_by_office"),
            models.Index(fields=["state", "due_on"], name="complaint_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="complaint_number_once"),
            models.CheckConstraint(
                condition=Q(about_user__isnull=True) | ~Q(decided_by=F("about_user")),
                name="complaint_not_decided_by_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(state="received", decided_on__isnull=True)
                | (~Q(state="received") & Q(decided_on__isnull=False)),
                name="complaint_decided_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["refused", "closed"], due_on__isnull=True)
                | (~Q(state__in=["refused", "closed"]) & Q(due_on__isnull=False)),
                name="complaint_open_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "refused"]) | Q(unit__isnull=False),
                name="complaint_accepted_is_about_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.mark

    @property
    def mark(self) -> str:
        """诉〔2008〕3号."""
        return f"诉〔{self.year}〕{self.number}号"


class ComplaintPaper(models.Model):
    """A letter, a photograph, what was handed in: added by staff."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="papers")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "stored"], name="complaint_paper_once")
        ]

    def __str__(self) -> str:
        return f"paper {self.pk} of complaint {self.complaint_id}"
