"""What of a contribution stands in earlier ones and in articles of issues, of those a person may read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from ground.accounts.models import Organisation, User
from ground.briefs.models import Article, Contribution, ContributionPrint
from ground.briefs.permissions import EDIT_ISSUE
from ground.briefs.queries.documents import line_of
from ground.briefs.queries.figures import FROZEN_STATES
from ground.briefs.queries.lists import readable_issues
from ground.briefs.rules import prints

Row = TypeVar("Row")
SHOWN = 3

# Numbers that many texts hold are left out on both sides; each is looked for no further than that.
_SHARED = """
    WITH asked AS (SELECT * FROM unnest(%s::bigint[], %s::integer[]) AS asked (whose, hash)),
         rare AS MATERIALIZED (
           SELECT one.hash
             FROM (SELECT DISTINCT hash FROM asked) AS one
            WHERE (SELECT count(*)
                     FROM (SELECT FROM {table} WHERE hash = one.hash LIMIT %s + 1) AS few) <= %s),
         distinctive AS MATERIALIZED (SELECT whose, hash FROM asked JOIN rare USING (hash)),
         counted AS (SELECT whose, count(*) AS whole FROM distinctive GROUP BY whose)
    SELECT whose, held.{column}, count(*) * 100 / whole
      FROM distinctive
      JOIN counted USING (whose)
      JOIN {table} AS held USING (hash)
     GROUP BY whose, held.{column}, whole
    HAVING count(*) >= %s AND count(*) * 100 >= %s * whole
"""

_CONTRIBUTIONS = _SHARED.format(table="briefs_contributionprint", column="contribution_id")
_ARTICLES = _SHARED.format(table="briefs_articleprint", column="article_id")

Asked = Mapping[int, Iterable[int]]


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """An earlier text with which a contribution agrees: where it stands, when, and how much (per cent)."""

    percent: int
    title: str
    where: str
    on: date | None
    url: str

    def __str__(self) -> str:
        place = f"{self.where}，{self.on}" if self.on else self.where
        return f"与《{self.title}》（{place}）重合 {self.percent}%"


def overlaps_of(user: User, contributions: Sequence[Contribution]) -> dict[int, list[Overlap]]:
    """For each contribution by key what it agrees with, most first. At most five queries for all of them.

    Whatever the person may not read counts for nothing. A contribution that its own unit got back is
    not told either: the new one is the mended old one.
    """
    asked: dict[int, list[int]] = defaultdict(list)
    rows = ContributionPrint.objects.filter(contribution__in=[one.pk for one in contributions])
    for key, number in rows.values_list("contribution_id", "hash"):
        asked[key].append(number)
    earlier = _of_contributions(asked, Contribution.objects.visible_to(user, EDIT_ISSUE.code))
    printed = _of_articles(asked, Article.objects.filter(issue__in=readable_issues(user)))
    return {one.pk: _told(one, earlier[one.pk], printed[one.pk]) for one in contributions}


def with_overlaps(user: User, contributions: Iterable[Contribution]) -> list[Contribution]:
    """Each with its `overlaps`, for a list."""
    rows = list(contributions)
    told = overlaps_of(user, rows)
    for one in rows:
        one.overlaps = told[one.pk]  # type: ignore[attr-defined]
    return rows


def sent_before(organisation: Organisation, texts: Iterable[str]) -> Overlap | None:
    """What this unit sent before that is as good as the same text; nothing of any other unit."""
    own = Contribution.objects.filter(organisation=organisation)
    found = _of_contributions({0: prints.prints_of(texts)}, own, least=prints.SAME_FROM)[0]
    again = [(one, percent) for one, percent in found if one.state != Contribution.State.RETURNED]
    if not again:
        return None
    one, percent = max(again, key=lambda pair: (pair[1], pair[0].pk))
    return _of_contribution(one, percent)


def _told(
    one: Contribution,
    earlier: Sequence[tuple[Contribution, int]],
    printed: Sequence[tuple[Article, int]],
) -> list[Overlap]:
    articles = [
        (article, percent)
        for article, percent in printed
        if article.contribution_id is None or article.contribution_id < one.pk
    ]
    shown = {article.contribution_id for article, _ in articles}
    told = [_of_article(article, percent) for article, percent in articles]
    told += [
        _of_contribution(other, percent)
        for other, percent in earlier
        if other.pk < one.pk
        and other.pk not in shown  # it is told as the article that was made of it
        and not _is_mended(other, one)
    ]
    return sorted(told, key=lambda overlap: -overlap.percent)[:SHOWN]


def _is_mended(other: Contribution, one: Contribution) -> bool:
    is_returned = other.state == Contribution.State.RETURNED
    return is_returned and other.organisation_id == one.organisation_id


def _of_contributions(
    asked: Asked, among: QuerySet[Contribution], *, least: int = prints.TOLD_FROM
) -> dict[int, list[tuple[Contribution, int]]]:
    shared = _shared(_CONTRIBUTIONS, asked, least)
    known = among.select_related("organisation").defer("blocks").in_bulk(_keys(shared))
    return _by_whose(shared, known)


def _of_articles(asked: Asked, among: QuerySet[Article]) -> dict[int, list[tuple[Article, int]]]:
    shared = _shared(_ARTICLES, asked, prints.TOLD_FROM)
    rows = among.select_related("issue__series").defer("blocks", "issue__document")
    return _by_whose(shared, rows.in_bulk(_keys(shared)))


def _keys(shared: Iterable[tuple[int, int, int]]) -> list[int]:
    return sorted({key for _, key, _ in shared})


def _by_whose(
    shared: Iterable[tuple[int, int, int]], known: Mapping[int, Row]
) -> dict[int, list[tuple[Row, int]]]:
    found: dict[int, list[tuple[Row, int]]] = defaultdict(list)
    for whose, key, percent in shared:
        if key in known:
            found[whose].append((known[key], percent))
    return found


def _shared(sql: str, asked: Asked, least: int) -> list[tuple[int, int, int]]:
    """(whose, key of the text that shares, per cent), whoever may read it: the caller narrows it."""
    pairs = [(whose, one) for whose, numbers in asked.items() for one in numbers]
    whose, numbers = [key for key, _ in pairs], [one for _, one in pairs]
    most = prints.MOST_HOLDERS
    with connection.cursor() as cursor:
        cursor.execute(sql, [whose, numbers, most, most, prints.FEWEST_SHARED, least])
        return list(cursor.fetchall())


def _of_contribution(one: Contribution, percent: int) -> Overlap:
    return Overlap(
        percent=percent,
        title=one.title,
        where=f"{one.organisation}来稿",
        on=one.received_on,
        url=reverse("briefs:contribution", args=[one.pk]),
    )


def _of_article(one: Article, percent: int) -> Overlap:
    issue = one.issue
    is_final = issue.state in FROZEN_STATES
    return Overlap(
        percent=percent,
        title=one.title,
        where=f"{issue.series}{line_of(issue)}" if is_final else f"{issue.series}，编辑中的一期",
        on=issue.issued_on,
        url=reverse("briefs:issue" if is_final else "briefs:desk", args=[issue.pk]),
    )
