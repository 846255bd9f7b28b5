from typing import Any

from django.db.models import OuterRef, QuerySet

from assistance.households.models import HardshipFile, Member

ENDED = [
    HardshipFile.State.REJECTED,
    HardshipFile.State.EXITED,
    HardshipFile.State.CANCELLED,
]


def members(*conditions: Any, **values: Any) -> QuerySet[Member]:
    return Member.objects.filter(*conditions, file=OuterRef("pk"), **values)
