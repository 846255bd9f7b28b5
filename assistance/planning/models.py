from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.planning import kinds
from ground.accounts.models import Organisation, User, below

LATITUDE = Q(latitude__isnull=True) | Q(latitude__range=(Decimal(-90), Decimal(90)))
LONGITUDE = Q(longitude__isnull=True) | Q(longitude__range=(Decimal(-180), Decimal(180)))
PLACED = Q(latitude__isnull=True, longitude__isnull=True) | Q(
    latitude__isnull=False, longitude__isnull=False
)


class AgencyProfileQuerySet(models.QuerySet["AgencyProfile"]):
    def visible_to(self, user: User, permission: str | None = None) -> "AgencyProfileQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class AgencyProfile(models.Model):
    """What an agency (参联单位) can do for enterprises, and how many it can take on."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="agency_profile"
    )
    sector = models.CharField("系统", max_length=12, choices=kinds.Sector, blank=True)
    functions = models.JSONField("职能", default=list)
    industries = models.JSONField("对口行业", default=list)
    headcount = models.PositiveIntegerField("干部人数", default=0)
    capacity = models.PositiveSmallIntegerField("可联系企业数", default=1)
    leader_in_charge = models.CharField("分管领导", max_length=60, blank=True)
    liaison = models.CharField("联络员", max_length=60, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=8, decimal_places=5, null=True, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = AgencyProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LATITUDE & LONGITUDE & PLACED, name="agency_profile_place"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class EnterpriseProfileQuerySet(models.QuerySet["EnterpriseProfile"]):
    def visible_to(self, user: User, permission: str | None = None) -> "EnterpriseProfileQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class EnterpriseProfile(models.Model):
    """How an enterprise or community (双联点) stands, what it needs, how many agencies it should have."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="enterprise_profile"
    )
    ownership = models.CharField("单位性质", max_length=15, choices=kinds.Ownership, blank=True)
    industry = models.CharField("所属行业", max_length=1, choices=kinds.Industry, blank=True)
    scale = models.CharField("规模", max_length=8, choices=kinds.Scale, blank=True)
    employees = models.PositiveIntegerField("职工人数", default=0)
    hardship_count = models.PositiveIntegerField("困难职工人数", default=0)
    operating_state = models.CharField(
        "企业状况",
        max_length=15,
        choices=kinds.OperatingState,
        default=kinds.OperatingState.NORMAL,
    )
    needs = models.JSONField("帮扶需求", default=list)
    difficulties = models.TextField("主要困难", blank=True)
    social_insurance = models.JSONField("参保情况", default=dict)
    union_established = models.BooleanField("已建工会", null=True, blank=True)
    workers_congress = models.BooleanField("已建职代会", null=True, blank=True)
    collective_contract_until = models.DateField("集体合同到期日", null=True, blank=True)
    team_size = models.PositiveSmallIntegerField("需要联系单位数", default=1)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=8, decimal_places=5, null=True, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = EnterpriseProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LATITUDE & LONGITUDE & PLACED, name="enterprise_profile_place"
            ),
            models.CheckConstraint(condition=Q(team_size__gte=1), name="enterprise_has_a_team"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class PlanQuerySet(models.QuerySet["PairingPlan"]):
    def visible_to(self, user: User, permission: str | None = None) -> "PlanQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class PairingPlan(models.Model):
    """A plan (结对方案) of one office for a year: who could be paired with whom, and who decided."""

    class State(models.TextChoices):
        DRAFT = "draft", "编制中"
        SOLVING = "solving", "求解中"
        PROPOSED = "proposed", "待批准"
        APPROVED = "approved", "已批准"

    year = models.PositiveSmallIntegerField("年度")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="pairing_plans", verbose_name="双联办"
    )
    round = models.PositiveSmallIntegerField("轮次", default=1)
    starts_on = models.DateField("结对开始日期")
    weights = models.JSONField("权重", default=dict)
    principles = models.TextField("编制说明", blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    chosen = models.ForeignKey(
        "Solution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    job_key = models.UUIDField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    established_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "round"], name="pairing_plan_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("submitted_by")) & ~Q(approved_by=F("made_by"))),
                name="plan_approver_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "approved"])
                | (Q(chosen__isnull=False) & Q(submitted_by__isnull=False)),
                name="plan_submitted_has_a_solution",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_by__isnull=False),
                name="plan_approved_has_an_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.round}轮结对方案"


class Ruling(models.Model):
    """What the office decided about one pair before the machine is asked: pinned, or forbidden."""

    class Kind(models.TextChoices):
        PIN = "pin", "指定"
        FORBID = "forbid", "回避"

    plan = models.ForeignKey(PairingPlan, on_delete=models.CASCADE, related_name="rulings")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=6, choices=Kind)
    conflict_of_interest = models.BooleanField("利益冲突", default=False)
    reason = models.CharField("原因", max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "agency", "enterprise"], name="ruling_once"),
            models.CheckConstraint(
                condition=Q(kind="forbid") | Q(conflict_of_interest=False),
                name="ruling_conflict_forbids",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.agency} → {self.enterprise}"


class SolutionQuerySet(models.QuerySet["Solution"]):
    def visible_to(self, user: User, permission: str | None = None) -> "SolutionQuerySet":
        return self.filter(below("plan__organisation__path", user.scope(permission)))


class Solution(models.Model):
    """What the machine proposed once, from the profiles, weights and rulings of that moment."""

    plan = models.ForeignKey(PairingPlan, on_delete=models.CASCADE, related_name="solutions")
    number = models.PositiveSmallIntegerField("序号")
    weights = models.JSONField(default=dict)
    is_proven = models.BooleanField("已证明最优")
    gap = models.DecimalField(
        "与最优值的最大差距（分）", max_digits=12, decimal_places=2, default=Decimal(0)
    )
    agencies = models.PositiveIntegerField("参联单位数")
    agencies_used = models.PositiveIntegerField("已安排单位数")
    enterprises = models.PositiveIntegerField("企业数")
    enterprises_covered = models.PositiveIntegerField("已覆盖企业数")
    capacity = models.PositiveIntegerField("可联系总数")
    pair_count = models.PositiveIntegerField("结对数")
    total_score = models.DecimalField("总分", max_digits=14, decimal_places=2)
    greedy_score = models.DecimalField("逐个挑选的总分", max_digits=14, decimal_places=2)
    greedy_pairs = models.PositiveIntegerField("逐个挑选的结对数")
    greedy_covered = models.PositiveIntegerField("逐个挑选覆盖的企业数")
    pairs_scored = models.PositiveBigIntegerField("评分的组合数")
    seconds = models.DecimalField("用时（秒）", max_digits=8, decimal_places=1)
    distribution = models.JSONField("分数分布", default=list)
    messages = models.JSONField("说明", default=list)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    inputs_at = models.DateTimeField("数据时点")
    made_at = models.DateTimeField(db_default=Now())

    objects = SolutionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="solution_once"),
        ]

    def __str__(self) -> str:
        return f"方案{self.number}"


class ProposedPairQuerySet(models.QuerySet["ProposedPair"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ProposedPairQuerySet":
        return self.filter(below("solution__plan__organisation__path", user.scope(permission)))


class ProposedPair(models.Model):
    """One agency for one enterprise, with the score and why. Parts are whole points, 0 to 100."""

    # No index of its own: the constraint begins with it, and a fresh solution has no statistics yet.
    solution = models.ForeignKey(
        Solution, on_delete=models.CASCADE, related_name="pairs", db_index=False
    )
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField("牵头", default=False)
    is_pinned = models.BooleanField("指定", default=False)
    score = models.DecimalField("匹配分", max_digits=5, decimal_places=2)
    parts = models.JSONField("分项", default=dict)
    because = models.CharField("理由", max_length=300, blank=True)

    objects = ProposedPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "agency", "enterprise"], name="proposed_pair_once"
            ),
            models.UniqueConstraint(
                fields=["solution", "enterprise"],
                condition=Q(is_lead=True),
                name="proposed_lead_once",
            ),
            models.CheckConstraint(
                condition=Q(score__range=(Decimal(0), Decimal(100))), name="proposed_pair_score"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} → {self.enterprise}"
