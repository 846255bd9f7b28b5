"""What is on record of a problem: itself, its events, and nothing where a service refused."""

import pytest

from assistance.problems.models import EnterpriseProblem
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken


def events() -> list[str]:
    return list(
        RecordedEvent.objects.filter(name__startswith="problems.")
        .order_by("pk")
        .values_list("name", flat=True)
    )


def again(problem: EnterpriseProblem) -> EnterpriseProblem:
    return EnterpriseProblem.objects.get(pk=problem.pk)


def refused(service, **arguments) -> str:
    """The code with which a service refuses; nothing was written."""
    before = (Entry.objects.count(), RecordedEvent.objects.count())
    with pytest.raises(RuleBroken) as broken:
        service(**arguments)
    assert (Entry.objects.count(), RecordedEvent.objects.count()) == before
    return broken.value.code
