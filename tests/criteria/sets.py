"""Sets of criteria as the tests draft and publish them."""

from datetime import date

import pytest

from assistance.criteria import services
from assistance.criteria.models import Criterion, RuleSet
from ground.audit.models import Entry
from ground.kernel.errors import RuleBroken

NEW_YEAR = date(2008, 1, 1)
DEEP = {"measure": "net", "divisor": "all", "upper": "1.2", "category": "deep"}


def national():
    return RuleSet.objects.get(is_seed=True)


def drafted(world, division=None, by=None, **changed):
    values = {
        "by": by or world.editor,
        "name": "困难职工建档标准",
        "division": division,
        "valid_from": NEW_YEAR,
        "source": "常工发〔2008〕1号",
        "copied_from": national(),
        **changed,
    }
    return services.draft_ruleset(**values)


def published(world, division=None, **changed):
    ruleset = drafted(world, division, **changed)
    return services.publish_ruleset(by=world.publisher, ruleset=ruleset)


def refusal(service, **arguments):
    before = (RuleSet.objects.count(), Criterion.objects.count(), Entry.objects.count())
    with pytest.raises(RuleBroken) as refused:
        service(**arguments)
    assert (RuleSet.objects.count(), Criterion.objects.count(), Entry.objects.count()) == before
    return refused.value.code
