"""Who is on the roster of a campaign, how far each has come, and what of it is counted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from assistance.aid.models import Payment
from assistance.households.models import HardshipFile, Member
from campaigns.models.campaigns import Campaign
from campaigns.rules import states
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: User, permission: str | None = None) -> "EnrolmentQuerySet":
        """Of units in this person's scope; not those of files that only rest."""
        rows = self.filter(below("unit__path", user.scope(permission)))
        return rows.filter(Q(file__isnull=True) | Q(file__stored_only_on__isnull=True))


def _hand() -> "models.ForeignKey[User | None, User | None]":
    """Whoever did a step. Without an index: nobody asks by it, and a hundred thousand rows are written."""
    return models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Enrolment(SealedRow):
    """A family, a member of one, a person without a file, or a place, on a campaign's roster.

    `person_key` says who it is: the keyed hash of the ID number, else the file or member. Nobody stands
    twice on one roster, and where `once_key` is set nobody is helped twice by what bears the same key:
    both are kept by the database. `people` and `households` are what it counts for in the tallies.
    """

    class State(models.TextChoices):
        LISTED = "listed", states.STATES["listed"]
        ELIGIBLE = "eligible", states.STATES["eligible"]
        INELIGIBLE = "ineligible", states.STATES["ineligible"]
        APPROVED = "approved", states.STATES["approved"]
        PLANNED = "planned", states.STATES["planned"]
        REACHED = "reached", states.STATES["reached"]
        WITHDRAWN = "withdrawn", states.STATES["withdrawn"]

    class CameFrom(models.TextChoices):
        BY_HAND = "by_hand", "手工列入"
        PROPOSED = "proposed", "按规则从档案列入"
        IMPORTED = "imported", "从名册导入"
        VISITED = "visited", "走访现场发放"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="enrolments", db_index=False
    )
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    file = models.ForeignKey(HardshipFile, null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    # Somebody without a file.
    person_name = models.CharField("姓名", max_length=40, blank=True, db_default="")
    id_no = SealedField("身份证号")
    mobile = SealedField("联系电话")
    person_key = models.CharField(max_length=64, blank=True, db_default="")
    once_key = models.CharField(max_length=40, blank=True, db_default="")

    person_class = models.CharField("对象类别", max_length=20)
    stage = models.CharField("学段", max_length=20, blank=True, db_default="")
    answers = models.JSONField("申报内容", default=dict)
    materials = ArrayField(models.CharField(max_length=20), verbose_name="已交材料", default=list)
    came_from = models.CharField("来源", max_length=10, choices=CameFrom)
    reason = models.CharField("列入理由", max_length=120)
    people = models.PositiveSmallIntegerField("人数", default=1)
    households = models.PositiveSmallIntegerField("户数", default=1)

    state = models.CharField("状态", max_length=10, choices=State, default=State.LISTED)
    asked = models.DecimalField("拟助金额", max_digits=14, decimal_places=2, null=True)
    standard = models.DecimalField("标准", max_digits=14, decimal_places=2, null=True)
    amount = models.DecimalField("核定金额", max_digits=14, decimal_places=2, null=True)
    findings = models.JSONField("审核结果", default=list)  # [{"rule": …, "says": …}]
    screened_on = models.DateField("审核日期", null=True)
    posted_on = models.DateField("公示日期", null=True)  # with these findings and this amount
    is_complete = models.BooleanField("事项全部办结", default=False)

    listed_by = _hand()
    listed_on = models.DateField("列入日期")
    override_reason = models.CharField("例外理由", max_length=200, blank=True, db_default="")
    override_by = _hand()
    overridden_by = _hand()
    approved_by = _hand()
    approved_on = models.DateField("批准日期", null=True)
    withdrawn_reason = models.CharField("退出原因", max_length=200, blank=True, db_default="")
    payment = models.OneToOneField(
        Payment, null=True, on_delete=models.PROTECT, related_name="campaign_enrolment"
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["campaign", "state", "id"], name="enrolment_by_state"),
            models.Index(fields=["campaign", "unit", "id"], name="enrolment_by_unit"),
            models.Index(
                fields=["person_key"], name="enrolment_by_person", condition=~Q(person_key="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person_key"],
                name="campaign_has_a_person_once",
                condition=~Q(person_key="") & ~Q(state="withdrawn"),
            ),
            models.UniqueConstraint(
                fields=["campaign", "file", "member"],
                name="campaign_helps_a_family_once",
                condition=Q(file__isnull=False) & ~Q(state="withdrawn"),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["person_key", "once_key"],
                name="person_helped_once",
                condition=~Q(person_key="") & ~Q(once_key=""),
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, person_name="")
                | (Q(file__isnull=True, member__isnull=True) & ~Q(person_name=""))
                | Q(file__isnull=True, member__isnull=True, payment__isnull=False),
                name="enrolment_of_a_file_a_person_or_a_place",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(listed_by__isnull=True)
                | ~Q(approved_by=F("listed_by")),
                name="enrolment_approver_is_another",
            ),
            models.CheckConstraint(
                condition=Q(overridden_by__isnull=True)
                | (
                    Q(override_by__isnull=False)
                    & ~Q(overridden_by=F("override_by"))
                    & ~Q(override_reason="")
                ),
                name="enrolment_exception_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "planned", "reached"])
                | Q(amount__gte=0, amount__isnull=False),
                name="enrolment_approved_has_amount",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "reached"])
                | Q(payment__isnull=False)
                | Q(state="reached", amount=0),
                name="enrolment_planned_has_payment",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                name="enrolment_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}:{self.pk}"

    @property
    def is_place(self) -> bool:
        return self.person_key.startswith(states.PLACE)


class ChecklistTick(models.Model):
    """One thing of the kind's checklist that was done for somebody, on a day, by whom."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="ticks")
    code = models.CharField("事项", max_length=20)
    done_on = models.DateField("办理日期")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "code"], name="checklist_tick_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}:{self.code}"


class Tally(models.Model):
    """What a unit has in one state of a campaign. Kept by triggers in the transaction of the change."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Enrolment.State)
    number = models.IntegerField()
    households = models.IntegerField()
    people = models.IntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    complete = models.IntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "state"], name="tally_once"),
            models.CheckConstraint(
                condition=Q(number__gte=0, households__gte=0, people__gte=0, complete__gte=0),
                name="tally_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.unit_id}/{self.state}"


class LeftOutQuerySet(models.QuerySet["LeftOut"]):
    def visible_to(self, user: User, permission: str | None = None) -> "LeftOutQuerySet":
        """Of units in this person's scope, whichever campaign they named."""
        return self.filter(below("payment__link_point__path", user.scope(permission)))


class LeftOut(models.Model):
    """A payment that names a campaign and could not be taken in (未纳入名单), and why; gone once it is."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="left_out")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="+")
    why = models.CharField("原因", max_length=200)

    objects = LeftOutQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.payment_id}"
