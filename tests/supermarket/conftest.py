"""A supermarket with goods on its shelves, families with cards, the people at the counter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from assistance.households.models import HardshipFile, Member
from assistance.stock.models import Goods, Store
from assistance.supermarket import services
from assistance.supermarket.models import Issue, LoveCard
from assistance.supermarket.rules import Given
from assistance.supermarket.services import Order, Validity
from ground.accounts.models import Organisation, User
from tests.stock.conftest import Keepers, bought, keepers, oil, rice, store, warehouse

__all__ = ["Keepers", "bought", "keepers", "oil", "rice", "store", "warehouse"]
JUNE = date(2008, 6, 10)


@dataclass
class Counter:
    """Who gives cards, who stands at the counter, who decides about differences."""

    staff: User
    till: User
    other: User
    approver: User


@pytest.fixture
def counter(person: Callable[..., User]) -> Counter:
    return Counter(person("union_staff"), person("till"), person("till"), person("approver"))


@pytest.fixture
def make_family(
    person: Callable[..., User], make_organisation: Callable[..., Organisation]
) -> Callable[..., HardshipFile]:
    """An approved file of a worker, as the households app leaves it."""
    factory = make_organisation("海利农药化工有限公司")
    keeper, approver = person("union_staff"), person("approver")

    def make(number: int, state: str = "active", name: str = "刘春生") -> HardshipFile:
        file = HardshipFile.objects.create(
            file_no=f"K2008-{number:04}",
            unit=factory,
            category="deep",
            origin="imported",
            state=state,
            opened_on=date(2008, 5, 20),
            submitted_by=keeper,
            approved_by=approver,
            approved_on=date(2008, 6, 1),
        )
        Member.objects.create(file=file, relation="holder", name=name)
        return file

    return make


@pytest.fixture
def give_card(
    counter: Counter, root: Organisation, at: Callable[..., object]
) -> Callable[..., LoveCard]:
    """A card given on 2 June 2008: 100 yuan a month by the first rules."""

    def make(file: HardshipFile, kind: str = "monthly", on: str = "2008-06-02") -> LoveCard:
        with at(on):
            [card] = services.issue_cards(
                by=counter.staff,
                organisation=root,
                files=[file.pk],
                validity=Validity(
                    kind=kind, valid_from=date(2008, 6, 1), valid_to=date(2008, 12, 31)
                ),
            )
        card.refresh_from_db()
        return card

    return make


@pytest.fixture
def card(make_family: Callable[..., HardshipFile], give_card: Callable[..., LoveCard]) -> LoveCard:
    return give_card(make_family(1))


@pytest.fixture
def issue(store: Store, counter: Counter, at: Callable[..., object]) -> Callable[..., Issue]:
    """Hand goods out on 10 June 2008: `issue(card, (rice, 2))`; `handed_at` says that it was offline."""

    def hand_out(
        card: LoveCard,
        *lines: tuple[Goods, int],
        by: User | None = None,
        key: UUID | None = None,
        handed_at: datetime | None = None,
        on: str = "2008-06-10",
        price: str | None = None,
    ) -> Issue:
        given = [Given(goods.pk, number, Decimal(price or goods.price)) for goods, number in lines]
        order = Order(
            key=key or uuid4(),
            store=store,
            number=card.number,
            lines=given,
            handed_at=handed_at,
        )
        with at(on):
            return services.issue_goods(by=by or counter.till, order=order)

    return hand_out


def balance(card: LoveCard) -> Decimal:
    return LoveCard.objects.get(pk=card.pk).balance


def entries(card: LoveCard) -> list[tuple[str, Decimal]]:
    return list(card.entries.values_list("kind", "amount"))


def adds_up(card: LoveCard) -> bool:
    """Whether the balance is the sum of the card's entries, and not below zero."""
    sums = sum(card.entries.values_list("amount", flat=True), Decimal(0))
    return balance(card) == sums >= 0
