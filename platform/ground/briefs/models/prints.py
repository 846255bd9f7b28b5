from django.db import models

from ground.briefs.models.issues import Article, Contribution


class ContributionPrint(models.Model):
    """One of the numbers by which the text of a contribution is known again (`rules.prints`)."""

    pk = models.CompositePrimaryKey("hash", "contribution_id")
    hash = models.IntegerField()
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="prints")

    def __str__(self) -> str:
        return str(self.hash)


class ArticlePrint(models.Model):
    """The same of an article of an issue: the desk's text, which may have become another."""

    pk = models.CompositePrimaryKey("hash", "article_id")
    hash = models.IntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="prints")

    def __str__(self) -> str:
        return str(self.hash)
