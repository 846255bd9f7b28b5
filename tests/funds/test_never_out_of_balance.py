"""Whatever people try, in whatever order: zero stays zero, and nothing falls below it."""

import contextlib
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.funds import queries, services
from assistance.funds.models import Account, FundSource
from assistance.funds.rules import Move
from ground.kernel.errors import RuleBroken

cents = st.integers(min_value=1, max_value=2_000_000).map(lambda n: Decimal(n) / 100)
moves = st.lists(
    st.tuples(
        st.sampled_from(list(Move)),
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
    expected = dict.fromkeys(Account.Kind.values, Decimal(0))
    expected |= {"granted": Decimal(30000), "available": Decimal(30000)}
    booked = {}
    with transaction.atomic(), at("2008-06-01"):
        on = date(2008, 6, 1)
        for move, amount, number in moves:
            key = f"键:{number}"
            may = key not in booked and (move == Move.RECEIVED or expected[move.out_of] >= amount)
            with contextlib.suppress(RuleBroken):
                services.post_one(
                    by=finance,
                    source=source,
                    move=move,
                    amount=amount,
                    key=key,
                    on=on,
                    summary="办理",
                )
                assert may or booked[key] == (move, amount)
            if may:
                booked[key] = (move, amount)
                expected[move.out_of] -= amount * (-1 if move == Move.RECEIVED else 1)
                expected[move.into] += amount
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        balances = queries.balances_of(source)
        assert vars(balances) == expected
        assert balances.add_up
        assert queries.ledger_is_intact()
        assert sum(Account.objects.values_list("balance", flat=True)) == 0
        assert queries.trial_balance(on, FundSource.objects.all()).total == balances
        transaction.set_rollback(True)
