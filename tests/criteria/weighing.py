"""Criteria and families as the worked examples write them: 550 yuan of 低保, four people, 12,000 of expenses."""

from dataclasses import replace
from decimal import Decimal

from assistance.criteria import rules
from assistance.criteria.rules import Facts

D = Decimal
XINGTAI = "邢台市 2021-07-09"


def income(category, upper, **more):
    parameters = {"category": category, "measure": "net", "divisor": "all", "upper": upper, **more}
    label = rules.CATEGORIES[category]
    return rules.read(
        "income_test", code=f"{category}_income", label=label, source=XINGTAI, parameters=parameters
    )


def costs(percent, **more):
    parameters = {"category": "accidental", "percent": percent, "needs_event": True, **more}
    return rules.read(
        "cost_share_test", code="costs", label="意外致困", source="青岛", parameters=parameters
    )


def exclusion(ground, **more):
    return rules.read(
        "exclusion", code=ground, label=ground, source="4.2", parameters={"ground": ground, **more}
    )


def ruled(*criteria):
    return rules.ready(None, criteria)


def family(**known):
    plain = {"dibao": D(550), "rigid_expenses": D(12_000), "members": 4, "living_together": 4}
    return Facts(**{**plain, "event": "none", **known})


def outcome(ruleset, facts):
    return rules.judge(ruleset, facts).outcome


R1 = income("deep", "1", inclusive=True)
R3 = income("relative", "2")


def with_costs(facts, amount):
    return replace(facts, event_costs=D(amount))
