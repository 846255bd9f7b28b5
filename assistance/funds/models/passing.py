"""Money that passes: down to a unit below, back up the same way, on into the next year."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.funds.models.ledger import Entry
from assistance.funds.models.sources import FundSource
from ground.accounts.models import Organisation, User, below


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, user: User, permission: str | None = None) -> "AllocationQuerySet":
        """Allocations to units in this person's scope: who gives stands above them."""
        return self.filter(below("to__path", user.scope(permission)))


class Allocation(models.Model):
    """Money given to a unit below (下达). It is on its way until the unit says that it came.

    Giver's and receiver's person are two people of two organisations; what was sent never changes and
    is decided once (constraints, trigger). `entry` is in the giver's book, `received_entry` in the
    receiver's, in the source that the receipt opened; `back_entry` undoes a refused one.
    """

    class State(models.TextChoices):
        SENT = "sent", "待确认到账"
        RECEIVED = "received", "已到账"
        REFUSED = "refused", "已退回"

    key = models.UUIDField(unique=True)
    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="allocations")
    to = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="allocations", verbose_name="接收单位"
    )
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    purpose = models.CharField("用途", max_length=100)
    document_no = models.CharField("文号", max_length=60, blank=True)
    on = models.DateField("下达日期")
    due_on = models.DateField("应确认日期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.SENT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="allocation_sent")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_for = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("到账（退回）日期", null=True)
    reason = models.CharField("退回原因", max_length=200, blank=True)
    received_entry = models.OneToOneField(
        Entry, null=True, on_delete=models.PROTECT, related_name="allocation_received"
    )
    back_entry = models.OneToOneField(
        Entry, null=True, on_delete=models.PROTECT, related_name="allocation_refused"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="allocation_due")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_of_something"),
            models.CheckConstraint(
                condition=Q(
                    state="sent",
                    decided_by=None,
                    decided_for=None,
                    decided_on=None,
                    received_entry=None,
                    back_entry=None,
                )
                | Q(state="received", received_entry__isnull=False, back_entry=None)
                | (
                    Q(state="refused", received_entry=None, back_entry__isnull=False)
                    & ~Q(reason="")
                ),
                name="allocation_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(state="sent")
                | Q(decided_on__gte=F("on"))
                & Q(decided_by__isnull=False, decided_for__isnull=False)
                & ~Q(decided_by=F("made_by"))
                & ~Q(decided_for=F("made_for")),
                name="allocation_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class FundReturnQuerySet(models.QuerySet["FundReturn"]):
    def visible_to(self, user: User, permission: str | None = None) -> "FundReturnQuerySet":
        return self.filter(below("source__organisation__path", user.scope(permission)))


class FundReturn(models.Model):
    """Money that was not spent and goes back the way it came (缴回), until above says that it came.

    `entry` is in the book of who returns, `back_entry` above (or below again, where it was refused).
    All returns of an allocation together never exceed it.
    """

    class State(models.TextChoices):
        SENT = "sent", "待上级确认"
        RECEIVED = "received", "已收回"
        REFUSED = "refused", "未收到"

    key = models.UUIDField(unique=True)
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="returns")
    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="returns")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    why = models.CharField("缴回原因", max_length=100)
    on = models.DateField("缴回日期")
    due_on = models.DateField("应确认日期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.SENT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="return_sent")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_for = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("确认日期", null=True)
    reason = models.CharField("未收到的说明", max_length=200, blank=True)
    back_entry = models.OneToOneField(
        Entry, null=True, on_delete=models.PROTECT, related_name="return_decided"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    objects = FundReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="fund_return_due")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_return_of_something"),
            models.CheckConstraint(
                condition=Q(
                    state="sent",
                    decided_by=None,
                    decided_for=None,
                    decided_on=None,
                    back_entry=None,
                )
                | Q(state="received", back_entry__isnull=False)
                | (Q(state="refused", back_entry__isnull=False) & ~Q(reason="")),
                name="fund_return_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(state="sent")
                | Q(decided_on__gte=F("on"))
                & Q(decided_by__isnull=False, decided_for__isnull=False)
                & ~Q(decided_by=F("made_by"))
                & ~Q(decided_for=F("made_for")),
                name="fund_return_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.why


class CarryOverQuerySet(models.QuerySet["CarryOver"]):
    def visible_to(self, user: User, permission: str | None = None) -> "CarryOverQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class CarryOver(models.Model):
    """What an organisation had left of a year's sources, carried into the next year (结转). Insert-only.

    Money that comes back later is carried by a further one, into the same sources.
    """

    key = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="carry_overs", verbose_name="单位"
    )
    year = models.PositiveSmallIntegerField("结转年度")
    on = models.DateField("结转日期")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = CarryOverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"


class CarryLine(models.Model):
    """One source of a carry-over: its entry in the old year's source and the one in the new's."""

    carry_over = models.ForeignKey(CarryOver, on_delete=models.PROTECT, related_name="lines")
    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="carried_lines")
    into = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="carried_out")
    into_entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="carried_in")

    class Meta:
        ordering = ["carry_over", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["carry_over", "source"], name="carried_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="carried_something"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.into_id}"
