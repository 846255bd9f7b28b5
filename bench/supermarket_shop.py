"""What the counter sells, to whom, and what it sold in a year: the data of `supermarket.py`."""

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from assistance.households.models import HardshipFile, Member
from assistance.stock import services as stock
from assistance.stock.models import Goods, Store
from assistance.supermarket import services
from assistance.supermarket.models import LoveCard
from ground.accounts import services as accounts
from ground.accounts.models import User
from ground.accounts.roles import Role
from ground.intake.storing import insert
from ground.kernel import clock

FAMILIES = 4000
GOODS = 5
ON_SHELF = 5000  # units of each kind
LAST = 40  # units of each of five other kinds, that all tills want at the end


def shop(tills: int) -> dict[str, Any]:
    """A union, a supermarket, five kinds of goods, families with cards of 100 yuan."""
    today = clock.today()
    root = accounts.add_organisation(by=None, name="市总工会", kind="union")
    people = []
    for number in range(tills + 1):
        user = accounts.add_user(
            by=None,
            username=f"till{number}",
            full_name=f"柜台{number}",
            password=f"Bench-{number}-2008-till",
            organisation=root,
        )
        for role in (Role.TILL, Role.KEEPER, Role.UNION_STAFF):
            accounts.grant_role(by=None, user=user, organisation=root, role=role)
        people.append(user)
    store = stock.open_store(by=None, organisation=root, name="爱心超市", kind="supermarket")
    goods = [
        stock.keep_goods(
            by=None,
            organisation=root,
            sku=f"G{number}",
            name=f"商品{number}",
            category="food",
            unit="袋",
            price="2",
        )
        for number in range(2 * GOODS)
    ]
    stock.buy_goods(
        by=people[0],
        store=store,
        arrivals=[
            stock.Arrival(goods=one, quantity=ON_SHELF if at < GOODS else LAST, unit_value="2")
            for at, one in enumerate(goods)
        ],
        on=today,
        said=stock.Paper(document_no="1", counterparty="粮油公司"),
    )
    services.set_card_rule(
        by=None,
        organisation=None,
        kind="monthly",
        worth=services.Worth(face_value="100", span="month"),
        valid_from=today,
        reason="量测",
    )
    services.issue_cards(
        by=people[0],
        organisation=root,
        files=families(root.pk, people),
        validity=services.Validity(
            kind="monthly", valid_from=today, valid_to=today + timedelta(days=300)
        ),
    )
    numbers = list(LoveCard.objects.values_list("number", flat=True))
    keys = [one.pk for one in goods]
    return {"store": store.pk, "goods": keys[:GOODS], "few": keys[GOODS:], "numbers": numbers}


def families(unit: int, people: list[Any]) -> list[int]:
    numbers = range(FAMILIES)
    files = insert(
        HardshipFile,
        FAMILIES,
        {"file_no": [f"B{one:08}" for one in numbers]},
        unit_id=unit,
        category="deep",
        origin="imported",
        state="active",
        opened_on=date(2026, 1, 1),
        submitted_by_id=people[0].pk,
        approved_by_id=people[1].pk,
        approved_on=date(2026, 2, 1),
    )
    names = [f"测试{one}" for one in numbers]
    insert(Member, FAMILIES, {"file_id": files, "name": names}, relation="holder")
    return files


def fill(world: dict[str, Any], number: int) -> None:
    """So many issues more, of a year, each with its movement, lines and card entry: set by set."""
    if number <= 0:
        return

    today, keeper = clock.today(), User.objects.get(username="till0")
    store = Store.objects.get(pk=world["store"])
    goods = Goods.objects.get(pk=world["goods"][0])
    bought = stock.buy_goods(
        by=keeper,
        store=store,
        arrivals=[stock.Arrival(goods=goods, quantity=number, unit_value="2")],
        on=today,
        said=stock.Paper(document_no="2", counterparty="粮油公司"),
    )
    lot = bought.lines.first().holding.lot_id
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH n AS (SELECT one, gen_random_uuid() AS key, %(today)s::date - (one %% 360) AS day
                         FROM generate_series(1, %(number)s) AS one),
            c AS (SELECT id, file_id, row_number() OVER (ORDER BY id) - 1 AS at FROM supermarket_lovecard),
            m AS (INSERT INTO stock_movement (store_id, key, kind, "on", document_no, counterparty, note,
                                              made_by_id)
                  SELECT %(store)s, 'supermarket.issue:' || n.key, 'issued', n.day, '', '爱心卡', '', %(by)s
                    FROM n RETURNING id, key, "on"),
            i AS (INSERT INTO supermarket_issue (key, store_id, card_id, file_id, "on", value, charged,
                      was_offline, handed_at, movement_id, made_by_id, recorded_at)
                  SELECT n.key, %(store)s, c.id, c.file_id, n.day, 2, 0, true, now(), m.id, %(by)s, now()
                    FROM n JOIN m ON m.key = 'supermarket.issue:' || n.key
                    JOIN c ON c.at = n.one %% (SELECT count(*) FROM c) RETURNING id)
            INSERT INTO supermarket_issueline (issue_id, goods_id, quantity, price, short)
            SELECT id, %(goods)s, 1, 2, 0 FROM i
            """,
            {
                "today": today,
                "number": number,
                "store": store.pk,
                "by": keeper.pk,
                "goods": goods.pk,
            },
        )
        cursor.execute(
            "INSERT INTO stock_movementline (movement_id, holding_id, quantity)"
            " SELECT m.id, h.id, CASE h.position WHEN 'issued' THEN 1 ELSE -1 END"
            " FROM stock_movement m, stock_holding h WHERE h.lot_id = %s AND h.store_id = %s"
            " AND h.position IN ('shelf', 'issued') AND m.kind = 'issued'"
            " AND NOT EXISTS (SELECT 1 FROM stock_movementline l WHERE l.movement_id = m.id)",
            [lot, store.pk],
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
