"""A union's warehouse and supermarket, its goods, the people who keep them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from assistance.stock import services
from assistance.stock.models import Goods, Holding, Lot, Movement, Store
from assistance.stock.rules import Line
from assistance.stock.services import Arrival, Donor, Paper
from ground.accounts.models import Organisation, User

JUNE = date(2008, 6, 2)


@dataclass
class Keepers:
    """Who keeps, who counts along, who receives elsewhere, who approves."""

    keeper: User
    second: User
    other: User
    approver: User


@pytest.fixture
def keepers(person: Callable[..., User]) -> Keepers:
    return Keepers(person("keeper"), person("union_staff"), person("keeper"), person("approver"))


@pytest.fixture
def store(root: Organisation) -> Store:
    return services.open_store(by=None, organisation=root, name="市总爱心超市", kind="supermarket")


@pytest.fixture
def warehouse(root: Organisation) -> Store:
    return services.open_store(by=None, organisation=root, name="市总物资仓库", kind="warehouse")


@pytest.fixture
def rice(root: Organisation) -> Goods:
    return services.keep_goods(
        by=None,
        organisation=root,
        sku="MI10",
        barcode="6901234500011",
        name="大米10公斤",
        category="food",
        unit="袋",
        price="45",
    )


@pytest.fixture
def oil(root: Organisation) -> Goods:
    return services.keep_goods(
        by=None,
        organisation=root,
        sku="YOU5",
        barcode="6901234500028",
        name="食用油5升",
        category="food",
        unit="桶",
        price="60",
    )


@pytest.fixture
def bought(keepers: Keepers, store: Store, at: Callable[..., object]) -> Callable[..., Lot]:
    """Units bought and on the shelf on 2 June 2008."""

    def make(goods: Goods, quantity: int, expires_on: date | None = None, where: Store = store):
        with at("2008-06-02"):
            movement = services.buy_goods(
                by=keepers.keeper,
                store=where,
                arrivals=[
                    Arrival(
                        goods=goods,
                        quantity=quantity,
                        unit_value=goods.price,
                        expires_on=expires_on,
                    )
                ],
                on=JUNE,
                said=Paper(document_no="发票1", counterparty="惠民粮油公司"),
            )
        return Lot.objects.get(holdings__lines__movement=movement, holdings__position="shelf")

    return make


@pytest.fixture
def donated(keepers: Keepers, store: Store, at: Callable[..., object]) -> Callable[..., object]:
    def make(goods: Goods, quantity: int, **more: object):
        with at("2008-06-02"):
            return services.receive_donation(
                by=keepers.keeper,
                store=store,
                donor=Donor(kind="unit", name="洞庭米业公司", wish="给有孩子上学的家庭"),
                arrivals=[Arrival(goods=goods, quantity=quantity, unit_value="40")],
                on=JUNE,
                **more,
            )

    return make


def stands(lot: Lot, store: Store | None = None) -> dict[str, int]:
    """Position → units of a lot, over all stores or in one, where there are any."""
    rows = Holding.objects.filter(lot=lot).exclude(quantity=0)
    found: dict[str, int] = {}
    for one in rows.filter(store=store) if store else rows:
        found[one.position] = found.get(one.position, 0) + one.quantity
    return found


def is_intact() -> bool:
    """Whether every store's ledger adds up, and every lot to zero."""
    return not any(services.verify_store(by=None, store=one).faults for one in Store.objects.all())


def moves() -> list[str]:
    return list(Movement.objects.order_by("pk").values_list("kind", flat=True))


__all__ = ["JUNE", "Keepers", "Line", "is_intact", "moves", "stands"]
