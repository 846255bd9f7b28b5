"""Files that were handed over and are not in the national system yet: the list that is typed in from."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from assistance.households.models import FileQuerySet, HardshipFile
from assistance.ledgers.models import HandOverLine
from assistance.ledgers.queries import TO_ENTER
from assistance.reviews.registries import work_list
from ground.web.lists import Choice


def _with_change(files: QuerySet[HardshipFile], change: str) -> QuerySet[HardshipFile]:
    told = HandOverLine.objects.filter(TO_ENTER, file=OuterRef("pk"), change=change)
    return files.filter(Exists(told))


@work_list(
    "to_enter",
    label="未录入全国系统",
    says="已经报送、还没有登记录入日期的档案；同一户只看最近一次报送。",
    order=80,
    filters=[Choice("change", "报送情况", HandOverLine.Change.choices, narrow=_with_change)],
)
def to_enter(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001 -- one shape for all
    return files.filter(Exists(HandOverLine.objects.filter(TO_ENTER, file=OuterRef("pk"))))
