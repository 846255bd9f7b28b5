from django.db import models
from django.db.models import Q
from django.utils import timezone

from ground.accounts.models import Organisation, User, below
from ground.kernel import clock

CODE_LENGTH = 8


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ReleaseQuerySet":
        """Files taken out of the organisations that a person may see, or use a permission in."""
        return self.filter(below("organisation__path", user.scope(permission)))


class Release(models.Model):
    """A file that left the platform (导出登记): written down before it is made, completed after.

    Neither changed nor removed once it is completed (trigger). Its code stands in the file as a
    watermark; `sha256` tells whether a file that turned up is the very one.
    """

    code = models.CharField("导出编号", max_length=CODE_LENGTH, unique=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="导出人")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    title = models.CharField("内容", max_length=120)
    format = models.CharField("格式", max_length=8, default="xlsx")
    filters = models.CharField("筛选条件", max_length=300, blank=True)
    rows = models.PositiveIntegerField("条数", null=True)
    personal = models.BooleanField("含个人信息", default=False)
    reason = models.CharField("用途", max_length=300, blank=True)
    at = models.DateTimeField("时间")
    ip = models.GenericIPAddressField("来源地址", null=True)
    size = models.PositiveBigIntegerField("字节数", null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    refusal = models.CharField("拦下原因", max_length=200, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="release_by_organisation"),
            models.Index(fields=["sha256"], name="release_by_sha256"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(personal=False) | ~Q(reason=""), name="personal_release_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """The code as people read it out: `K7M2-9QXD`."""
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def line(self) -> str:
        """The watermark: which export, who, when."""
        at = timezone.localtime(self.at, clock.CHINA)
        return f"导出编号 {self.shown_code} · {self.by.full_name} · {at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Whether the file is still being made, or was never finished."""
        return not self.sha256 and not self.refusal
