"""How many files stand on each work list: counted as far as a thousand, in one's own scope."""

from dataclasses import dataclass

from assistance.households.models import HardshipFile
from assistance.households.permissions import SEE_FILES
from assistance.reviews.registries import WorkList, work_lists
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.lately import Lately, counted_lately

COUNTED_TO = 1000


@dataclass(frozen=True)
class CountedList:
    """A work list and how many stand on it; `is_more` where there are more than were counted."""

    work_list: WorkList
    number: int
    is_more: bool


def counted_lists(user: User) -> Lately[list[CountedList]]:
    """One bounded count for each list; over very many files, of the last ten minutes."""
    files, today = HardshipFile.objects.visible_to(user, SEE_FILES.code), clock.today()

    def count() -> dict[str, int]:
        return {
            one.code: one.narrow(files, today).order_by().values("pk")[: COUNTED_TO + 1].count()
            for one in work_lists()
        }

    scope = user.scope(SEE_FILES.code)
    lately = counted_lately(files, name="reviews.work_lists", scope=scope, count=count)
    counted = [
        CountedList(one, min(number, COUNTED_TO), number > COUNTED_TO)
        for one in work_lists()
        if (number := lately.value.get(one.code)) is not None
    ]
    return Lately(counted, lately.at)
