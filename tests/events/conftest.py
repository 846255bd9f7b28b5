import pytest

from ground.audit.models import Entry
from tests.events.lamps import TROUBLE


@pytest.fixture(autouse=True)
def trouble():
    TROUBLE.__init__()
    return TROUBLE


@pytest.fixture
def effects():
    """How often an effect was committed: {subject: times} for an action."""

    def count(action: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for subject in Entry.objects.filter(action=action).values_list("subject", flat=True):
            found[subject] = found.get(subject, 0) + 1
        return found

    return count
