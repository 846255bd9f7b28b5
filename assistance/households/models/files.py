"""The file of a family: who it is for, where it stands, how its life went (domain.md, 2.3)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from assistance.households.models.codes import (
    Cause,
    LegacyCategory,
)
from assistance.households.models.routes import Gate, Route
from assistance.visits.models import Clue
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow

# What every file must say before anything can be decided about it.
LACKING = (
    Q(category="")
    | Q(primary_cause="")
    | Q(annual_income__isnull=True)
    | Q(rigid_expenses__isnull=True)
)


class FileQuerySet(models.QuerySet["HardshipFile"]):
    def visible_to(self, user: User, permission: str | None = None) -> "FileQuerySet":
        """Files of workers whose unit is in this person's scope, but those that only rest."""
        return self.kept_for(user, permission).filter(stored_only_on__isnull=True)

    def kept_for(self, user: User, permission: str | None = None) -> "FileQuerySet":
        """As `visible_to`, with the files that are stored and used for nothing else."""
        return self.filter(below("unit__path", user.scope(permission)))


class HardshipFile(SealedRow):
    """The file of a family in hardship (困难职工档案): one family, many members, one active file.

    Category (who), tier (which money) and state (life) are three different things. While a file is
    under way, `gate` is the one it waits at, of the route it was submitted on; `round` counts its
    submissions. That a file is active only after every gate of its route was passed in this round,
    in order, is kept by the database (trigger `file_passed_every_gate`).
    """

    class Category(models.TextChoices):
        DEEP = "deep", "深度困难"
        RELATIVE = "relative", "相对困难"
        ACCIDENTAL = "accidental", "意外致困"

    class Tier(models.TextChoices):
        NATIONAL = "national", "全国级"
        PROVINCIAL = "provincial", "省级"
        PREFECTURE = "prefecture", "地市级"
        COUNTY = "county", "区县级"
        BASIC = "basic", "基层"

    class State(models.TextChoices):
        DRAFT = "draft", "待完善"
        UNDERWAY = "underway", "办理中"
        IMPORTED = "imported", "旧档待核认"
        ACTIVE = "active", "在档"
        REJECTED = "rejected", "未通过"
        EXITED = "exited", "已脱困"
        CANCELLED = "cancelled", "已注销"

    class GateState(models.TextChoices):
        """How far the work of the present gate is."""

        WAITING = "waiting", "待办"
        OPEN = "open", "进行中"  # a notice hangs, a check is out
        TROUBLED = "troubled", "待处理"  # an objection was raised, a check hit something

    class Origin(models.TextChoices):
        APPLIED = "applied", "申请"
        CLUE = "clue", "走访线索"
        IMPORTED = "imported", "旧台账导入"

    file_no = models.CharField("档案编号", max_length=20, unique=True)
    # The number under which the paper file of an old ledger lies.
    former_no = models.CharField(
        "原档案号", max_length=40, blank=True, default="", db_default="", editable=False
    )
    unit = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="hardship_files",
        verbose_name="所在单位",
    )
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.APPLIED)
    clue = models.OneToOneField(Clue, null=True, on_delete=models.PROTECT, related_name="file")
    category = models.CharField("困难类别", max_length=12, choices=Category, blank=True)
    legacy_category = models.CharField(
        "原困难类别", max_length=12, choices=LegacyCategory, blank=True
    )
    tier = models.CharField("建档标准", max_length=12, choices=Tier, default=Tier.BASIC)
    primary_cause = models.CharField("主要致困原因", max_length=2, choices=Cause, blank=True)
    secondary_causes = ArrayField(
        models.CharField(max_length=2, choices=Cause),
        verbose_name="次要致困原因",
        default=list,
        blank=True,
    )
    situation = SealedField("家庭情况")
    annual_income = models.DecimalField(
        "家庭年收入", max_digits=14, decimal_places=2, null=True, blank=True
    )
    rigid_expenses = models.DecimalField(
        "年刚性支出", max_digits=14, decimal_places=2, null=True, blank=True
    )
    mobile = SealedField("联系电话")
    address = SealedField("家庭住址")
    state = models.CharField("状态", max_length=15, choices=State, default=State.DRAFT)
    route = models.ForeignKey(Route, null=True, on_delete=models.PROTECT, related_name="files")
    gate = models.ForeignKey(Gate, null=True, on_delete=models.PROTECT, related_name="files")
    gate_state = models.CharField(
        "环节进度", max_length=10, choices=GateState, default=GateState.WAITING
    )
    gate_since = models.DateField("进入环节日期", null=True, blank=True)
    gate_due_on = models.DateField("环节期限", null=True, blank=True)
    round = models.PositiveSmallIntegerField("办理轮次", default=0)
    notice_ends_on = models.DateField("公示截止", null=True, blank=True)
    opened_on = models.DateField("建档申请日期")
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField("批准日期", null=True, blank=True)
    confirmed_on = models.DateField("最近核实日期", null=True, blank=True)
    ended_on = models.DateField("退档日期", null=True, blank=True)
    relapse_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="relapses"
    )
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    split_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="split_into"
    )
    form_version = models.PositiveSmallIntegerField("表单版本", default=1)
    stored_only_on = models.DateField("仅存储起", null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "unit"], name="file_by_state"),
            models.Index(Upper("former_no"), name="file_by_former_no", condition=~Q(former_no="")),
            models.Index(
                fields=["ended_on"], name="file_by_end", condition=Q(ended_on__isnull=False)
            ),
            models.Index(fields=["gate", "gate_due_on"], name="file_by_gate"),
            models.Index(
                fields=["gate", "gate_state"],
                include=["unit", "gate_due_on", "gate_since", "submitted_by"],
                name="file_under_way",
                condition=Q(state="underway", stored_only_on__isnull=True),
            ),
            # Orders of the list, also within one condition. They hold what `visible_to` asks of a file
            # (`unit`, not stored only), so that counting and leafing read the index alone.
            *(
                models.Index(
                    fields=[*fields, "id"],
                    include=["unit"],
                    name=name,
                    condition=Q(stored_only_on__isnull=True),
                )
                for name, fields in (
                    ("file_by_day", ["opened_on"]),
                    ("file_by_approval", ["approved_on"]),
                    ("file_by_state_and_day", ["state", "opened_on"]),
                    ("file_by_state_and_approval", ["state", "approved_on"]),
                    ("file_by_category_and_day", ["category", "opened_on"]),
                    ("file_by_cause_and_day", ["primary_cause", "opened_on"]),
                )
            ),
            models.Index(
                fields=["unit", "opened_on", "id"],
                name="file_by_unit_and_day",
                condition=Q(stored_only_on__isnull=True),
            ),
            models.Index(
                fields=["id"],
                name="file_lacking",
                condition=LACKING & Q(state__in=["active", "imported"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="file_approver_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="file_active_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(route__isnull=False) | Q(origin="imported"),
                name="file_active_came_by_a_route",
            ),
            models.CheckConstraint(
                condition=Q(state="underway", gate__isnull=False, route__isnull=False)
                | (~Q(state="underway") & Q(gate__isnull=True)),
                name="file_under_way_stands_at_a_gate",
            ),
            models.CheckConstraint(
                condition=Q(stored_only_on__isnull=True)
                | Q(state__in=["rejected", "exited", "cancelled"]),
                name="file_stored_only_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.file_no
