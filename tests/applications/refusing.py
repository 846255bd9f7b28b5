"""A service that refuses leaves everything as it was."""

import pytest

from assistance.aid.models import Payment
from assistance.applications.models import Application
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken


def refusal(service, **arguments):
    def state():
        return (
            list(Application.objects.order_by("pk").values_list("pk", "state", "decided_amount")),
            Payment.objects.count(),
            Entry.objects.count(),
            RecordedEvent.objects.count(),
        )

    before = state()
    with pytest.raises(RuleBroken) as refused:
        service(**arguments)
    assert state() == before
    return refused.value
