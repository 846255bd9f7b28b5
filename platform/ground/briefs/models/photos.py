from django.db import models
from django.db.models import Q

from ground.briefs.models.issues import Article, Contribution
from ground.files.models import StoredFile


class Photo(models.Model):
    """A photo of a contribution or of an article; its text names it by its number.

    A number is given once: a photo that was taken out leaves its row, without a file.
    """

    contribution = models.ForeignKey(
        Contribution, null=True, on_delete=models.CASCADE, related_name="photos"
    )
    article = models.ForeignKey(Article, null=True, on_delete=models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField()
    is_printed = models.BooleanField(db_default=False, default=False)  # set by the signature
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="photo_once_sent"),
            models.UniqueConstraint(fields=["article", "number"], name="photo_once_an_article"),
            models.CheckConstraint(
                condition=Q(contribution__isnull=False, article__isnull=True, file__isnull=False)
                | Q(contribution__isnull=True, article__isnull=False),
                name="photo_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"照片{self.number}"
