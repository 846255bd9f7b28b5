"""Shapes of the API: stores, goods, donations, lots and movements. Amounts travel as strings."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, PlainSerializer

from assistance.stock.looks import donor_of
from assistance.stock.models import Donation, Holding, MovementLine

Money = Annotated[Decimal, PlainSerializer(str, return_type=str)]


class StoreIn(Schema):
    organisation_id: int
    name: str
    kind: str
    address: str = ""


class StoreOut(Schema):
    id: int
    organisation_id: int
    name: str
    kind: str
    address: str
    is_active: bool


class GoodsIn(Schema):
    organisation_id: int
    sku: str
    barcode: str = ""
    name: str
    category: str
    unit: str
    price: str
    is_active: bool = True


class GoodsOut(Schema):
    id: int
    organisation_id: int
    sku: str
    barcode: str
    name: str
    category: str
    unit: str
    price: Money
    is_active: bool


class ArrivalIn(Schema):
    goods_id: int
    quantity: int
    unit_value: str
    expires_on: date | None = None


class DonationIn(Schema):
    """`key` is made by the sender: the same donation sent twice is one."""

    key: UUID | None = None
    donor_kind: str
    donor: str = ""
    wish: str = ""
    on: date
    note: str = ""
    lines: Annotated[list[ArrivalIn], Field(max_length=200)]


class DonationOut(Schema):
    id: int
    store_id: int
    receipt_no: str
    donor: str
    wish: str
    on: date
    value: Money

    @staticmethod
    def resolve_donor(donation: Donation) -> str:
        return donor_of(donation)


class LotLineIn(Schema):
    lot_id: int
    quantity: int


class ShelvingIn(Schema):
    key: UUID | None = None
    on: date
    note: str = ""
    lines: Annotated[list[LotLineIn], Field(max_length=500)]


class HoldingOut(Schema):
    id: int
    store_id: int
    lot_id: int
    goods_id: int
    position: str
    quantity: int
    unit_value: Money
    expires_on: date | None

    @staticmethod
    def resolve_unit_value(holding: Holding) -> Decimal:
        return holding.lot.unit_value

    @staticmethod
    def resolve_expires_on(holding: Holding) -> date | None:
        return holding.lot.expires_on


class MovementLineOut(Schema):
    store_id: int
    lot_id: int
    goods_id: int
    position: str
    quantity: int

    @staticmethod
    def resolve_store_id(line: MovementLine) -> int:
        return line.holding.store_id

    @staticmethod
    def resolve_lot_id(line: MovementLine) -> int:
        return line.holding.lot_id

    @staticmethod
    def resolve_goods_id(line: MovementLine) -> int:
        return line.holding.goods_id

    @staticmethod
    def resolve_position(line: MovementLine) -> str:
        return line.holding.position


class MovementOut(Schema):
    id: int
    store_id: int
    kind: str
    on: date
    document_no: str
    counterparty: str
    note: str
    corrects_id: int | None
    lines: list[MovementLineOut]


class CheckOut(Schema):
    store_id: int
    movements: int
    lines: int
    holdings: int
    faults: list[str]
