"""The search of issues, along an index: one character or a sentence, among all issues that there are."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, TextField, Value

from ground.briefs.models import Article, Issue, Series

WHOLE = 2  # characters that are in the index as they are; of more, it knows each two that follow


def issues_that_say(word: str) -> Q:
    """Issues of a series with this word in its name, or that say it: in what was signed, or as yet in a title."""
    series = Series.objects.filter(title__icontains=word)
    unsigned = Article.objects.filter(issue__document__isnull=True, title__icontains=word)
    return (
        Q(series__in=series)
        | Q(pk__in=unsigned.values("issue"))
        | Q(pk__in=_signed_with(word).values("pk"))
    )


def _signed_with(word: str) -> QuerySet[Issue]:
    found = Issue.objects.alias(grams=_grams(F("words"))).filter(
        grams__contains=_grams(Value(word))
    )
    return found if len(word) <= WHOLE else found.filter(words__icontains=word)


def _grams(words: F | Value) -> Func:
    return Func(words, function="briefs_grams", output_field=ArrayField(TextField()))
