"""Pages of a list of any length, in the time that a list of ten thousand takes."""

import math
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

MOST_COUNTED = 10_000
MOST_PAGES = 100
DEEP = 500


class BoundedPaginator(Paginator[Any]):
    """Counts to ten thousand, or `most` (`is_more` where there are others), and leafs through a hundred pages.

    Nobody leafs further (`is_cut`): they narrow the list, sort it the other way round, or take it out
    whole. So a list without any condition costs the same however long it is; a condition should have
    an index. A page far down finds the keys of its rows first, so that what the list reads beside
    each row is read for its rows alone and not for all that are passed over.
    """

    def __init__(self, rows: QuerySet[Any], per_page: int, most: int | None = None) -> None:
        super().__init__(rows, per_page)
        self.rows, self.most = rows, most or MOST_COUNTED

    @cached_property
    def found(self) -> int:
        return self.rows.order_by().values("pk")[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.found, self.most)

    @cached_property
    def num_pages(self) -> int:
        return max(1, min(math.ceil(self.count / self.per_page), MOST_PAGES))

    @property
    def is_more(self) -> bool:
        return self.found > self.most

    @property
    def is_cut(self) -> bool:
        return self.count > self.num_pages * self.per_page

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        rows = self.rows
        if first < DEEP or rows.query.distinct:  # distinct rows have no keys of their own to go by
            return Page(rows[first:last], number, self)
        return Page(rows.filter(pk__in=rows.values("pk")[first:last]), number, self)
