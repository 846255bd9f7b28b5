"""Whatever is received in whatever order: never above a cap, never more for having got more."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.standards import rules
from assistance.standards.rules import Received

from .cases import asked, row

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
cents = st.integers(1, 3_000_000).map(lambda one: Decimal(one) / 100)
days = st.integers(0, 800).map(lambda one: date(2024, 1, 1) + timedelta(one))
spans = st.sampled_from(["year", "school_year", "ever"])
whom = st.sampled_from(["household", "student", "person"])
types = st.sampled_from(["living", "medical", "education"])
received = st.builds(
    Received, on=days, amount=cents, aid_type=types, member=st.sampled_from([None, 1, 2])
)


@st.composite
def standards(draw):
    rows = [
        row(
            "cap",
            "medical",
            code="cap",
            whom=draw(whom),
            span=draw(spans),
            counts=draw(st.sampled_from(["item", "all"])),
            **draw(
                st.sampled_from(
                    [{"amount": "6000"}, {"months": "7.5"}, {"percent": "80"}, {"amount": "0.01"}]
                )
            ),
        )
    ]
    measure = draw(st.sampled_from([None, "fixed", "months", "costs"]))
    parameters = {
        "fixed": {"amount": "3000.01"},
        "months": {"months": "3.33"},
        "costs": {"percent": "90", "first": "10000", "above_percent": "70"},
    }
    if measure:
        rows.append(row(measure, "medical", **parameters[measure]))
    for kind, more in (("one_item", {}), ("retest", {"upper": "2"})):
        if draw(st.booleans()):
            rows.append(row(kind, "medical", **more))
    return rules.compose([rows])


def medical(on, paid, got):
    return asked(
        "medical",
        on=on,
        out_of_pocket=paid,
        member=1,
        dibao="933.33",
        income="20000",
        rigid="9000",
        members=3,
        received=tuple(got),
    )


@patient
@given(standards(), days, cents, st.lists(received, max_size=6))
def test_a_proposal_is_never_above_its_cap(held, on, paid, got):
    found = rules.propose(held, medical(on, paid, got))
    assert found.amount is not None
    assert 0 <= found.amount <= found.cap
    assert found.amount == found.amount.quantize(Decimal("0.01"))


@patient
@given(standards(), days, cents, st.lists(received, max_size=5), received)
def test_more_received_never_means_more_proposed(held, on, paid, got, more):
    before = rules.propose(held, medical(on, paid, got)).amount
    assert rules.propose(held, medical(on, paid, [*got, more])).amount <= before


@patient
@given(st.lists(st.tuples(st.integers(0, 365), cents), min_size=1, max_size=8), spans, cents)
def test_a_year_never_goes_above_its_cap_in_any_order(requests, span, cap):
    held = rules.compose(
        [[row("cap", "medical", whom="person", span=span, counts="item", amount=str(cap))]]
    )
    got: list[Received] = []
    for day, wanted in requests:
        on = date(2024, 1, 1) + timedelta(day)
        facts = asked("medical", on=on, asked=wanted, member=1, received=tuple(got))
        amount = rules.propose(held, facts).amount
        if amount:
            got.append(Received(on, amount, "medical", member=1))
    for one in got:
        first, last = rules.window(span, one.on)
        assert sum(each.amount for each in got if first <= each.on <= last) <= cap


@patient
@given(standards(), st.lists(st.tuples(days, cents, st.lists(received, max_size=3)), max_size=5))
def test_many_at_once_are_judged_as_one_by_one(held, cases):
    facts = [medical(*one) for one in cases]
    assert list(rules.propose_many(held, facts)) == [rules.propose(held, one) for one in facts]
