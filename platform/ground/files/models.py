from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from ground.audit.sealing import SealedBytesField, SealedField


def place_of(key: UUID, kind: str) -> str:
    """What sealed bytes are bound to: they open nowhere else."""
    return f"files.part.{kind}:{key}"


class StoredFile(models.Model):
    """A photo or document that somebody gave (附件): what it is. Its bytes lie sealed in `Part`.

    Who may see it is decided by the app that owns the thing it belongs to: that app keeps a link
    to this row and answers under a route of its own.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField("名称", max_length=120)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    place = SealedField("拍摄位置")  # "29.0375,111.6983", only where the giver wanted it kept
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["kept_at", "key"]
        indexes = [models.Index(fields=["kept_at"], name="file_by_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def row_key(self) -> UUID:
        """What its sealed fields are bound to."""
        return self.key

    @property
    def is_image(self) -> bool:
        return self.width is not None


class Part(models.Model):
    """The sealed bytes of a file, or of its small picture. Apart, so that lists never load them."""

    class Kind(models.TextChoices):
        WHOLE = "whole"
        THUMBNAIL = "thumbnail"

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=10, choices=Kind)
    sealed = SealedBytesField(place=lambda part: place_of(part.file_id, part.kind))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "kind"], name="file_part_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.file_id}"
