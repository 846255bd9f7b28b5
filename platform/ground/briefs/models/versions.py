from django.db import models
from django.db.models.functions import Now

from ground.accounts.models import User
from ground.briefs.models.issues import Article


class ArticleVersion(models.Model):
    """An article as it was saved once. The first is the desk's copy before anybody changed it.

    `content` holds the words of the article and its blocks, by their names in `Article`.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article} · {self.number}"
