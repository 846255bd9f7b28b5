"""A union with money, a factory with a family on file, and the people who handle batches."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from PIL import Image

from assistance.aid import services
from assistance.aid.models import AidType, Batch, Payment, Receipt
from assistance.aid.rules.receipts import Hands as Handed
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.households.models import BankCard, HardshipFile, Member
from ground.accounts.models import Organisation, User
from ground.files import services as files
from ground.files.models import StoredFile
from tests.aid.by_bank import CARD, ID_NO


@dataclass
class Hands:
    """Who makes, checks, approves and pays."""

    maker: User
    finance: User
    approver: User


@pytest.fixture
def hands(person: Callable[..., User]) -> Hands:
    return Hands(person("union_staff"), person("finance"), person("approver"))


@pytest.fixture
def factory(make_organisation: Callable[..., Organisation]) -> Organisation:
    return make_organisation("海利农药化工有限公司")


@pytest.fixture
def source(root: Organisation, hands: Hands, at: Callable[..., object]) -> FundSource:
    with at("2008-01-10"):
        opened = funds.open_source(
            by=hands.finance, organisation=root, kind="own", name="困难职工帮扶资金", year=2008
        )
        funds.receive_money(
            by=hands.finance,
            source=opened,
            amount="30000",
            on=date(2008, 1, 10),
            summary="市总工会拨入帮扶资金",
        )
    return opened


@pytest.fixture
def make_file(person: Callable[..., User], factory: Organisation) -> Callable[..., HardshipFile]:
    """An approved file of a worker, as the households app leaves it."""

    def make(number: int, state: str = "active", unit: Organisation | None = None) -> HardshipFile:
        file = HardshipFile.objects.create(
            file_no=f"K2008-{number:04}",
            unit=unit or factory,
            category="deep",
            origin="imported",
            state=state,
            opened_on=date(2008, 5, 20),
            submitted_by=person("union_staff"),
            approved_by=person("approver"),
            approved_on=date(2008, 6, 1),
        )
        Member.objects.create(file=file, relation="holder", name="刘春生")
        return file

    return make


@pytest.fixture
def plan(factory: Organisation, at: Callable[..., object]) -> Callable[..., Payment]:
    """A planned payment, by default of 500 yuan of living aid at the factory."""

    def make(key: str, amount: str | Decimal = "500", **more: object) -> Payment:
        values = SimpleNamespace(
            aid_type=AidType.LIVING,
            link_point=factory,
            reason="端午节前生活救助",
            given_on=date(2008, 6, 6),
        )
        with at("2008-06-02"):
            return services.plan_payment(key=key, amount=amount, **(vars(values) | more))

    return make


@pytest.fixture
def paying(
    hands: Hands, source: FundSource, plan: Callable[..., Payment], at: Callable[..., object]
) -> Callable[..., Batch]:
    """A batch of some payments of 500 yuan, brought as far as `until` says."""

    def bring(count: int = 3, until: str = "paying", prefix: str = "测试") -> Batch:
        payments = [plan(f"{prefix}:{number}") for number in range(count)]
        with at("2008-06-03"):
            batch = services.make_batch(
                by=hands.maker, name="六月生活救助", source=source, payments=payments
            )
            return walked(batch, hands, until)

    return bring


def walked(batch: Batch, hands: Hands, until: str) -> Batch:
    """A locked batch, brought as far as `until` says by the people who do so."""
    for state, step, by in (
        ("checked", services.check_batch, hands.finance),
        ("approved", services.approve_batch, hands.approver),
        ("paying", services.pay_batch, hands.finance),
    ):
        if batch.state == until:
            break
        batch = step(by=by, batch=batch)
        assert batch.state == state
    return batch


@pytest.fixture
def picture(hands: Hands) -> Callable[..., StoredFile]:
    """A photo that somebody has sent."""

    def make(by: User | None = None) -> StoredFile:
        with io.BytesIO() as out:
            Image.new("RGB", (40, 30), "white").save(out, "PNG")
            return files.keep(by=by or hands.maker, content=out.getvalue(), name="签名.png")

    return make


@pytest.fixture
def sign(
    hands: Hands, picture: Callable[..., StoredFile], at: Callable[..., object]
) -> Callable[..., Receipt]:
    """Somebody signs on the screen on 10 June 2008; what is said may be said otherwise."""

    def make(payment: Payment, by: User | None = None, key: UUID | None = None, **said: object):
        told = {"signed_on": date(2008, 6, 10), "hands": Handed("文联", "村支书")} | said
        with at("2008-06-10"):
            return services.sign_payment(
                by=by or hands.maker,
                key=key or uuid4(),
                payment=payment,
                said=services.Said(**told),
                signature=picture(by),
            )

    return make


@pytest.fixture
def settled(plan, make_file, hands, source, at, drain) -> Callable[..., Batch]:
    """A batch in cash that is handed out: so many families, each with a file."""

    def bring(count: int = 3, prefix: str = "签收", first: int = 100) -> Batch:
        payments = [
            plan(f"{prefix}:{number}", file=make_file(first + number)) for number in range(count)
        ]
        with at("2008-06-03"):
            batch = services.make_batch(
                by=hands.maker, name="六月生活救助", source=source, payments=payments
            )
            services.check_batch(by=hands.finance, batch=batch)
            services.approve_batch(by=hands.approver, batch=batch)
            services.pay_batch(by=hands.finance, batch=batch)
            drain()
        batch.refresh_from_db()
        assert batch.state == "settled"
        return batch

    return bring


@pytest.fixture
def family(make_file):
    """A family on file, with the holder's bank card."""

    def make(number, card=CARD, owner="刘春生", bank="中国农业银行"):
        file = make_file(number)
        holder = file.members.get()
        holder.id_no = ID_NO
        holder.save()
        if card:
            BankCard.objects.create(file=file, holder_name=owner, bank=bank, card_no=card)
        return file

    return make


@pytest.fixture
def sent(family, plan, hands, source, at):
    """A batch of some families by bank, brought as far as `until` says."""

    def bring(count=3, until="sent", **more):
        payments = [
            plan(f"银行:{one}", file=family(one), channel="bank_transfer", **more)
            for one in range(count)
        ]
        with at("2008-06-03"):
            batch = services.make_batch(
                by=hands.maker, name="六月银行代发", source=source, payments=payments
            )
            for state, step, by in (
                ("checked", services.check_batch, hands.finance),
                ("approved", services.approve_batch, hands.approver),
                ("sent", services.send_batch, hands.finance),
            ):
                if batch.state == until:
                    break
                batch = step(by=by, batch=batch)
                assert batch.state == state
        return batch

    return bring
