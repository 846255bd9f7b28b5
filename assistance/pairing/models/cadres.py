from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import HashField, SealedField, SealedRow


class CadreQuerySet(models.QuerySet["Cadre"]):
    def visible_to(self, user: User, permission: str | None = None) -> "CadreQuerySet":
        return self.filter(below("agency__path", user.scope(permission)))

    def serving(self) -> "CadreQuerySet":
        """Cadres who have not left."""
        return self.filter(left_on__isnull=True)


class Cadre(SealedRow):
    """A cadre (结对干部) of an agency: visits, answers for tasks, is paired with families.

    `left_on` is the first day on which they no longer serve; whoever takes over is the successor.
    """

    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="cadres", verbose_name="所在单位"
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    mobile = SealedField("手机号")
    mobile_hash = HashField(of="mobile", place="pairing.cadre.mobile")
    joined_on = models.DateField("参联日期")
    left_on = models.DateField("离任日期", null=True, blank=True)
    leave_reason = models.CharField("离任原因", max_length=200, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="succeeds"
    )
    user = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cadres",
        verbose_name="登录账号",
    )
    added_at = models.DateTimeField(db_default=Now())

    objects = CadreQuerySet.as_manager()

    class Meta:
        ordering = ["agency_id", "name", "pk"]
        indexes = [
            models.Index(fields=["agency", "name", "id"], name="cadre_by_agency"),
            models.Index(
                fields=["mobile_hash"], name="cadre_by_mobile", condition=~Q(mobile_hash="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name", "mobile_hash"],
                name="cadre_once",
                condition=Q(left_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="cadre_span",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="cadre_successor_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name
