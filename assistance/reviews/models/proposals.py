"""That a family should leave the files, or stand in another class: proposed by one, decided by another."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import Assessment, HardshipFile
from assistance.reviews.models.reviews import Review
from ground.accounts.models import User, below
from ground.audit.sealing import SealedField, SealedRow


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ProposalQuerySet":
        """Of files in this person's scope, but those that only rest."""
        rows = self.filter(below("file__unit__path", user.scope(permission)))
        return rows.filter(file__stored_only_on__isnull=True)


class Proposal(SealedRow):
    """退出、注销、类别调整 (category, tier): cause and reason, the family's answer, the decision.

    That the one who decides is not the one who proposed, and that a family was told before it
    leaves, is kept by the database.
    """

    class Kind(models.TextChoices):
        EXIT = "exit", "脱困退档"
        CANCEL = "cancel", "注销档案"
        RECLASSIFY = "reclassify", "类别调整"

    class Cause(models.TextChoices):
        OUT_OF_HARDSHIP = "out_of_hardship", "已脱困"
        DEATH = "death", "户主亡故"
        RETIRED = "retired", "退休"
        MOVED = "moved", "调离或迁出"
        DUPLICATE = "duplicate", "重复建档"
        FALSE = "false", "弄虚作假"
        REFUSES_CHECK = "refuses_check", "拒绝核查"
        NEVER_MET = "never_met", "建档时不符合条件"
        CHANGED = "changed", "家庭情况变化"

    class State(models.TextChoices):
        OPEN = "open", "待审批"
        ACCEPTED = "accepted", "已同意"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"

    class Informed(models.TextChoices):
        VISIT = "visit", "当面告知"
        PHONE = "phone", "电话告知"
        LETTER = "letter", "书面告知"

    file = models.ForeignKey(
        HardshipFile, on_delete=models.PROTECT, related_name="proposals", verbose_name="档案"
    )
    review = models.OneToOneField(
        Review, null=True, on_delete=models.PROTECT, related_name="proposal"
    )
    kind = models.CharField("事项", max_length=12, choices=Kind)
    category = models.CharField(
        "拟调整为", max_length=12, choices=HardshipFile.Category, blank=True
    )
    tier = models.CharField("拟调整标准", max_length=12, choices=HardshipFile.Tier, blank=True)
    cause = models.CharField("原因类别", max_length=16, choices=Cause)
    reason = models.CharField("原因", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    assessment = models.OneToOneField(
        Assessment,
        null=True,  # older than this was kept
        on_delete=models.PROTECT,
        related_name="proposal",
        verbose_name="提出时按标准的建议",
    )
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    informed_on = models.DateField("告知家庭日期", null=True)
    informed_by_way = models.CharField("告知方式", max_length=8, choices=Informed, blank=True)
    objection = SealedField("家庭的异议")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True)
    decision = models.CharField("审批意见", max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "proposed_on"], name="proposal_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["file"], name="proposal_open_once", condition=Q(state="open")
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(state="withdrawn")
                | ~Q(decided_by=F("proposed_by")),
                name="proposal_decider_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_on__isnull=True)
                | Q(state="withdrawn", decided_on__isnull=False)
                | Q(
                    state__in=["accepted", "refused"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted", kind="exit") | Q(informed_on__isnull=False),
                name="proposal_exit_after_informing",
            ),
            models.CheckConstraint(
                condition=Q(kind="reclassify") & ~Q(category="", tier="")
                | ~Q(kind="reclassify") & Q(category="", tier=""),
                name="proposal_reclassifies_into",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
