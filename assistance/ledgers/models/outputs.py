"""What was made of the records and taken out: ledgers, forms, lists."""

from django.db import models
from django.db.models import Q

from ground.accounts.models import Organisation, User, below
from ground.files.models import StoredFile
from ground.privacy.models import Release


class OutputQuerySet(models.QuerySet["Output"]):
    def visible_to(self, user: User, permission: str | None = None) -> "OutputQuerySet":
        """Masked ones of the organisations in scope; those with personal data only to their maker."""
        inside = self.filter(below("organisation__path", user.scope(permission)))
        return inside.filter(Q(personal=False) | Q(made_by=user))


class Output(models.Model):
    """A ledger or form as it was made (成品). Its bytes lie sealed; every fetching is on the trail."""

    kind = models.CharField("种类", max_length=40)
    title = models.CharField("名称", max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    personal = models.BooleanField("含个人信息")
    rows = models.PositiveIntegerField("条数")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="编制人"
    )
    made_at = models.DateTimeField("编制时间")

    objects = OutputQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "kind", "-id"], name="output_by_kind")]

    def __str__(self) -> str:
        return self.title
