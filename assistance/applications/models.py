"""Applications for aid and their papers (domain.md, 2.5, 3.2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.aid.models import Payment
from assistance.applications import rules
from assistance.households.models import HardshipFile, Member
from assistance.households.queries import ID_PLACE
from assistance.standards.models import Standard
from assistance.standards.rules import PAPERS, SOURCE_KINDS
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import HashField, SealedField, SealedRow
from ground.files.models import StoredFile


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ApplicationQuerySet":
        """Of units in this person's scope; not those of files that only rest."""
        rows = self.filter(below("unit__path", user.scope(permission)))
        return rows.filter(Q(file__isnull=True) | Q(file__stored_only_on__isnull=True))


class Application(SealedRow):
    """A family asks for aid (救助申请): on its file, or without one by the temporary route.

    Maker, reviewer and approver are three people: the database refuses anything else, an item that is
    applied for twice in its year of aid, and a decision other than the proposal without a reason. What
    was decided is final (trigger), except that it lapses with its payment. `proposal` keeps what the
    standards proposed at the last step: sentences, limits, versions, and the day.
    """

    class State(models.TextChoices):
        DRAFT = "draft", rules.STATES["draft"]
        RECOMMENDED = "recommended", rules.STATES["recommended"]
        REVIEWED = "reviewed", rules.STATES["reviewed"]
        APPROVED = "approved", rules.STATES["approved"]
        REJECTED = "rejected", rules.STATES["rejected"]
        WITHDRAWN = "withdrawn", rules.STATES["withdrawn"]
        LAPSED = "lapsed", rules.STATES["lapsed"]

    unit = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="aid_applications",
        verbose_name="所在单位",
    )
    file = models.ForeignKey(
        HardshipFile, null=True, on_delete=models.PROTECT, related_name="aid_applications"
    )
    member = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="aid_applications"
    )
    # A family without a file.
    person_name = models.CharField("姓名", max_length=40, blank=True)
    id_no = SealedField("身份证号")
    id_hash = HashField(of="id_no", place=ID_PLACE)
    mobile = SealedField("联系电话")

    aid_type = models.CharField("救助项目", max_length=20, choices=list(rules.ON_FILE.items()))
    year = models.PositiveSmallIntegerField("年度")
    occasion = models.CharField("事项", max_length=rules.LONGEST_OCCASION, blank=True)
    reason = SealedField("申请事由")
    asked = models.DecimalField("申请金额", max_digits=14, decimal_places=2, null=True)
    out_of_pocket = models.DecimalField(
        "本年自付医疗费", max_digits=14, decimal_places=2, null=True
    )
    source_kind = models.CharField(
        "拟用资金来源", max_length=12, choices=list(SOURCE_KINDS.items()), blank=True
    )
    is_relative = models.BooleanField("工作人员亲属", null=True)
    relative_note = models.CharField("与工作人员的关系", max_length=80, blank=True)

    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    proposed_amount = models.DecimalField("建议金额", max_digits=14, decimal_places=2, null=True)
    proposal = models.JSONField(default=dict)
    standards = ArrayField(models.BigIntegerField(), default=list)
    standard = models.ForeignKey(Standard, null=True, on_delete=models.PROTECT, related_name="+")
    decided_amount = models.DecimalField("批准金额", max_digits=14, decimal_places=2, null=True)
    decided_reason = models.CharField("理由", max_length=rules.LONGEST_OPINION, blank=True)
    opinion = models.CharField("审批意见", max_length=rules.LONGEST_OPINION, blank=True)
    review_opinion = models.CharField("复核意见", max_length=rules.LONGEST_OPINION, blank=True)
    remark = models.CharField("退回原因", max_length=rules.LONGEST_OPINION, blank=True)

    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    applied_on = models.DateField("申请日期")
    recommended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recommended_on = models.DateField("提交日期", null=True)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField("复核日期", null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True)
    payment = models.OneToOneField(
        Payment, null=True, on_delete=models.PROTECT, related_name="application"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "unit"], name="application_by_state"),
            models.Index(fields=["applied_on"], name="application_by_day"),
            models.Index(
                fields=["id_hash"], name="application_by_person", condition=~Q(id_hash="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "id_hash", "aid_type", "member", "year", "occasion"],
                name="application_item_once",
                condition=Q(state__in=rules.HOLDING),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, person_name="", id_hash="")
                | (Q(file__isnull=True, member__isnull=True) & ~Q(person_name="") & ~Q(id_hash="")),
                name="application_of_a_file_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(aid_type__in=list(rules.WITHOUT_FILE)),
                name="application_file_before_aid",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | (~Q(reviewed_by=F("made_by")) & ~Q(reviewed_by=F("recommended_by"))),
                name="application_reviewer_is_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (
                    ~Q(decided_by=F("made_by"))
                    & ~Q(decided_by=F("recommended_by"))
                    & ~Q(decided_by=F("reviewed_by"))
                ),
                name="application_decider_is_a_third",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(recommended_by__isnull=False, asked__isnull=False, is_relative__isnull=False),
                name="application_recommended_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reviewed", "approved", "rejected", "lapsed"])
                | Q(reviewed_by__isnull=False),
                name="application_decided_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["approved", "lapsed"],
                    decided_by__isnull=False,
                    decided_amount__gt=0,
                    payment__isnull=False,
                )
                | Q(state="rejected", decided_by__isnull=False, payment__isnull=True)
                | (
                    Q(decided_by__isnull=True, decided_amount__isnull=True, payment__isnull=True)
                    & ~Q(state__in=["approved", "lapsed", "rejected"])
                ),
                name="application_granted_is_planned",
            ),
            models.CheckConstraint(
                condition=Q(decided_amount__isnull=True)
                | ~Q(decided_reason="")
                | Q(proposed_amount__isnull=False, decided_amount=F("proposed_amount")),
                name="application_otherwise_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aid_type_display()}申请 {self.pk}"

    @property
    def year_words(self) -> str:
        return rules.year_words(self.aid_type, self.year)


class ApplicationPaper(models.Model):
    """A paper of an application. Without `stored` the original was seen, and lies in the folder."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("材料", max_length=12, choices=list(PAPERS.items()))
    stored = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="aid_papers"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["application", "pk"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"
