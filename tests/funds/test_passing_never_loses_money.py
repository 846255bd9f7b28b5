"""Whatever is sent, confirmed, refused, returned and carried: no fund below zero, nothing lost or doubled."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.funds import queries, services
from assistance.funds.models import (
    Account,
    Allocation,
    CarryOver,
    Entry,
    FundReturn,
    FundSource,
)
from assistance.funds.rules import Move
from ground.accounts import services as accounts
from ground.accounts.roles import Role
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from tests.at_once import at_once

JUNE, MAY = date(2008, 6, 2), date(2009, 5, 4)
COUNTS = st.tuples(
    st.sampled_from(["allocate", "confirm", "refuse", "return", "back", "lost", "carry", "spend"]),
    st.integers(0, 5),
    st.integers(1, 60),
)


def three(prefix):
    """Province, city and county with their finance people, and 100 yuan at the province."""
    parent, found = None, []
    for number, name in enumerate(("省", "市", "县")):
        unit = accounts.add_organisation(
            by=None, name=f"{prefix}{name}", kind="union", parent=parent
        )
        person = accounts.add_user(
            by=None,
            username=f"{prefix}{number}",
            full_name=name,
            password="双联demo-2008",
            organisation=unit,
        )
        accounts.grant_role(by=None, user=person, organisation=unit, role=Role.FINANCE)
        found.append((unit, person))
        parent = unit
    with clock.standing_at(clock.at_hour(JUNE)):
        unit, person = found[0]
        source = services.open_source(
            by=person, organisation=unit, kind="central", name="资金", year=2008
        )
        services.receive_money(by=person, source=source, amount="100", on=JUNE, summary="到账")
    return found


def nth(rows, number):
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def person_of(units, organisation):
    return next(person for unit, person in units if unit.pk == organisation.pk)


def act(units, what, number, amount):
    """Do one thing somewhere; what is not allowed changes nothing."""
    sources = FundSource.objects.filter(organisation__in=[unit for unit, _ in units])
    if what == "carry":
        carry(units[number % 3])
    elif what in {"allocate", "return", "spend"}:
        use(units, what, nth(sources, number), amount)
    elif what in {"confirm", "refuse"}:
        decide(units, what, nth(Allocation.objects.filter(source__in=sources), number))
    else:
        settle(units, what, nth(FundReturn.objects.filter(source__in=sources), number))


def carry(book):
    (unit, person), year = book, clock.today().year - 1
    total = queries.to_carry(unit, year).total
    services.carry_over(by=person, organisation=unit, year=year, total=total)


def use(units, what, source, amount):
    person, today = person_of(units, source.organisation), clock.today()
    place = [unit.pk for unit, _ in units].index(source.organisation_id)
    same = {"by": person, "source": source, "amount": amount, "on": today}
    if what == "allocate" and place < 2:
        services.allocate(to=units[place + 1][0], purpose="x", **same)
    elif what == "return":
        services.return_money(why="x", **same)
    elif what == "spend":
        key = f"批:{source.pk}:{Entry.objects.count()}"
        services.post_one(move=Move.RESERVED, key=key, summary="x", **same)


def decide(units, what, one):
    if one and what == "confirm":
        person = person_of(units, one.to)
        services.confirm_allocation(by=person, allocation=one, on=clock.today())
    elif one:
        services.refuse_allocation(by=person_of(units, one.to), allocation=one, reason="x")


def settle(units, what, one):
    giver = one and person_of(units, one.allocation.source.organisation)
    if one and what == "back":
        services.confirm_return(by=giver, returned=one, on=clock.today())
    elif one:
        services.refuse_return(by=giver, returned=one, reason="x")


def check_all(units, outside=100):
    """What came from outside is where it is now: in a fund, or on its way between two."""
    sources = FundSource.objects.filter(organisation__in=[unit for unit, _ in units])
    total = sum(queries.balances_by_source(sources).values(), queries.Balances())
    down = Allocation.objects.filter(source__in=sources, state="sent")
    up = FundReturn.objects.filter(source__in=sources, state="sent")
    moving = sum(
        (rows.aggregate(total=Sum("amount"))["total"] or Decimal(0) for rows in (down, up)),
        Decimal(0),
    )
    assert total.own + moving == outside
    assert total.available + total.reserved + moving == outside
    low = Account.objects.filter(source__in=sources, balance__lt=0).exclude(kind="granted")
    assert not low.exists()
    for one in Allocation.objects.filter(source__in=sources, state="received"):
        assert queries.returned_of(one) <= one.amount
        assert queries.opened_by(one).accounts.get(kind="granted").balance == -one.amount
    assert queries.ledger_is_intact()


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(this_year=st.lists(COUNTS, max_size=12), next_year=st.lists(COUNTS, max_size=8))
def test_nothing_is_lost_or_doubled(this_year, next_year):
    with transaction.atomic():
        units = three("甲")
        for day, acts in ((JUNE, this_year), (MAY, next_year)):
            with clock.standing_at(clock.at_hour(day)):
                for what, number, amount in acts:
                    try:
                        with transaction.atomic():
                            act(units, what, number, amount)
                    except RuleBroken:
                        pass
        check_all(units)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_at_once():
    """Two click the same, or the opposite, in one moment: one of it happens, once."""
    units = three("乙")
    (_province, giver), (city, taker), _ = units
    source = FundSource.objects.get()
    with clock.standing_at(clock.at_hour(JUNE)):
        sent = services.allocate(
            by=giver, source=source, to=city, amount="60", purpose="x", on=JUNE
        )
    other = Allocation.objects.get(pk=sent.pk)

    def confirm():
        return services.confirm_allocation(by=taker, allocation=sent, on=JUNE).pk

    def refuse():
        return services.refuse_allocation(by=taker, allocation=other, reason="x").state

    ended = at_once(confirm, confirm, refuse, on=JUNE)
    assert sum(one == "already_decided" for one in ended) in {1, 2}
    if Allocation.objects.get().state == "refused":
        with clock.standing_at(clock.at_hour(JUNE)):
            sent = services.allocate(
                by=giver, source=source, to=city, amount="60", purpose="x", on=JUNE
            )
        assert len(set(at_once(confirm, confirm, on=JUNE))) == 1
    check_all(units)
    below = FundSource.objects.get(allocation=sent)
    key = "7c9e6679-7425-40de-944b-e07fc1f90ae7"

    def send_back(key=None):
        return services.return_money(
            by=taker, source=below, amount="40", why="x", on=JUNE, key=key
        ).amount

    assert sorted(map(str, at_once(send_back, send_back, on=JUNE))) == ["40.00", "returns_too_much"]
    assert FundReturn.objects.count() == 1
    at_once(
        *[
            lambda: services.return_money(
                by=taker, source=below, amount="5", why="y", on=JUNE, key=key
            )
        ]
        * 2,
        on=JUNE,
    )
    assert FundReturn.objects.filter(amount=5).count() == 1
    first = FundReturn.objects.order_by("pk").first()
    at_once(*[lambda: services.confirm_return(by=giver, returned=first, on=JUNE)] * 2, on=JUNE)
    check_all(units)
    last = FundReturn.objects.order_by("pk").last()
    with clock.standing_at(clock.at_hour(JUNE)):
        services.refuse_return(by=giver, returned=last, reason="x")

    def carry_on():
        return services.carry_over(by=taker, organisation=city, year=2008, total="20").amount

    assert sorted(map(str, at_once(carry_on, carry_on, on=MAY))) == ["20.00", "nothing_to_carry"]
    assert CarryOver.objects.count() == 1
    check_all(units)


@pytest.mark.django_db
def test_the_database_refuses_by_itself():
    with clock.standing_at(clock.at_hour(JUNE)):
        units = three("丙")
        (_, giver), (city, taker), _ = units
        sent = services.allocate(
            by=giver, source=FundSource.objects.get(), to=city, amount="60", purpose="x", on=JUNE
        )
        below = services.confirm_allocation(by=taker, allocation=sent, on=JUNE)
        back = services.return_money(by=taker, source=below, amount="10", why="x", on=JUNE)
        services.limit_source(by=taker, source=below, valid_from=JUNE, reason="x")
    for sql in (
        "UPDATE funds_allocation SET amount = 1",
        "UPDATE funds_allocation SET state = 'refused', reason = 'x'",
        "DELETE FROM funds_allocation",
        "TRUNCATE funds_allocation CASCADE",
        "UPDATE funds_fundreturn SET amount = 100",
        (
            "UPDATE funds_fundreturn SET state = 'received', decided_by_id = made_by_id,"
            ' decided_for_id = made_for_id, decided_on = "on", back_entry_id = entry_id'
        ),
        (
            f"UPDATE funds_fundreturn SET state = 'received', decided_by_id = {giver.pk},"
            f' decided_for_id = {giver.organisation_id}, decided_on = "on", back_entry_id = entry_id'
        ),
        "DELETE FROM funds_fundreturn",
        "UPDATE funds_fundsource SET wish = 'x' WHERE allocation_id IS NULL",
        "UPDATE funds_fundsource SET origin_id = NULL WHERE origin_id IS NOT NULL",
        "UPDATE funds_sourcelimit SET reason = 'y'",
        "DELETE FROM funds_kindlimit",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    back.refresh_from_db()
    assert (back.state, back.amount) == ("sent", 10)
    check_all(units)
