"""Whatever people try, in whatever order: zero stays zero, and nothing falls below it."""

import contextlib
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.funds import queries, services
from assistance.funds.models import Account
from ground.kernel.errors import RuleBroken

cents = st.integers(min_value=1, max_value=2_000_000).map(lambda n: Decimal(n) / 100)
moves = st.lists(
    st.tuples(
        st.sampled_from(["receive", "reserve", "release", "spend"]),
        cents,
        st.integers(min_value=1, max_value=6),  # few keys, so that many come again
    ),
    max_size=25,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(moves=moves)
def test_any_sequence_of_moves(source, finance, at, moves):
    expected = {"granted": Decimal(30000), "available": Decimal(30000), "reserved": 0, "spent": 0}
    ways = {"reserve": ("available", "reserved"), "release": ("reserved", "available"),
            "spend": ("reserved", "spent")}  # fmt: skip
    booked = {}
    with transaction.atomic(), at("2008-06-01"):
        on = date(2008, 6, 1)
        for what, amount, number in moves:
            if what == "receive":
                services.receive_money(
                    by=finance, source=source, amount=amount, on=on, summary="到账"
                )
                expected["granted"] += amount
                expected["available"] += amount
                continue
            key, (out_of, into) = f"键:{number}", ways[what]
            may = key not in booked and expected[out_of] >= amount
            with contextlib.suppress(RuleBroken):
                more = {} if what == "spend" else {"by": finance}
                getattr(services, what)(
                    source=source, amount=amount, key=key, on=on, summary="办理", **more
                )
                assert may or booked[key] == (what, amount)
            if may:
                booked[key] = (what, amount)
                expected[out_of] -= amount
                expected[into] += amount
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        balances = queries.balances_of(source)
        assert vars(balances) == expected
        assert balances.add_up
        assert queries.ledger_is_intact()
        assert sum(Account.objects.values_list("balance", flat=True)) == 0
        transaction.set_rollback(True)
