"""The ledger of assistance: what each family got and was promised; and the families that got nothing."""

import io
from datetime import date
from uuid import UUID

import openpyxl
import pytest

from assistance.aid import services
from assistance.aid.models import AidType, Payment
from assistance.funds import services as funds
from assistance.households import services as households
from assistance.ledgers import services as ledgers
from assistance.ledgers.models import Output
from assistance.pairing.models import Cadre
from assistance.visits.rules import Promised
from ground.accounts.roles import Role
from ground.files.queries import content_of
from tests.households.conftest import office, opened, walk

__all__ = ["office", "opened", "walk"]

SPAN = {"starts_on": date(2008, 5, 1), "ends_on": date(2008, 6, 30)}


@pytest.fixture
def helped(office, opened, walk, make_organisation, person, at, drain):
    """张建国's family: 500 yuan in May, a promise at home. 李春花's: nothing since a batch of April."""
    with at("2008-02-01"):
        first = walk(opened(holder_name="张建国"))
        second = walk(opened(holder_name="李春花"))
    finance, bureau = person(Role.FINANCE, office.union), make_organisation("县水利局", "agency")
    xu = Cadre.objects.create(agency=bureau, name="许立新", joined_on=date(2008, 1, 2))
    with at("2008-03-01"):
        source = funds.open_source(
            by=finance, organisation=office.union, kind="own", name="帮扶资金", year=2008
        )
        funds.receive_money(
            by=finance, source=source, amount="2000", on=date(2008, 3, 1), summary="到账"
        )
        pair = households.assign_helper(
            by=person(Role.OFFICE), file=first, cadre=xu, from_on=date(2008, 3, 1)
        )
    for day, file, kind, amount, channel, reason in (
        ("2008-04-02", second, AidType.LIVING, "300", "cash_signed", "清明前生活救助"),
        ("2008-05-20", first, AidType.MEDICAL, "500", "cash_signed", "张建国住院自付部分"),
        ("2008-05-20", first, AidType.GOODS, "120", "goods_signed", "大米、食油"),
    ):
        with at(day):
            payment = services.plan_payment(
                key=f"试:{reason}",
                aid_type=kind,
                link_point=office.unit,
                file=file,
                reason=reason,
                amount=amount,
                given_on=date.fromisoformat(day),
                channel=channel,
            )
            batch = services.make_batch(
                by=office.keeper, name=reason, source=source, payments=[payment]
            )
            services.check_batch(by=finance, batch=batch)
            services.approve_batch(by=office.approver, batch=batch)
            services.pay_batch(by=finance, batch=batch)
            drain()
    with at("2008-05-10"):
        households.record_home_visit(
            by=person(Role.LIAISON, bureau),
            key=UUID(int=2008),
            pair=pair,
            visited_on=date(2008, 5, 9),
            situation="入户走访",
            promises=[Promised("为张建国联系县医院", date(2008, 6, 10))],
        )
    return first, second


@pytest.fixture
def rows(office, drain, at):
    def made(code, *, masked=True):
        with at("2008-06-30"):
            ledgers.ask_ledger(
                by=office.keeper,
                organisation=office.union,
                code=code,
                masked=masked,
                reason="" if masked else "报送上级",
                **SPAN,
            )
            drain()
        book = openpyxl.load_workbook(
            io.BytesIO(content_of(Output.objects.latest("pk").file, "whole"))
        )
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]

    return made


def test_what_a_family_got_and_was_promised_one_line_each(helped, rows):
    first, _ = helped
    told = rows("aid.register")
    assert told[0][0] == "桃源县总工会帮扶台账"
    lines = [row for row in told if row[1] == first.file_no]
    assert [(row[2], row[4], row[5]) for row in lines] == [
        ("张*国", "困难帮扶", "走访承诺"),  # what tells of health does not hang on a board
        ("张*国", "困难帮扶", "困难帮扶"),
        ("张*国", "困难帮扶", "慰问品"),
    ]
    assert [row[6:8] for row in lines] == [["许立新", "县水利局"]] * 3
    assert [row[8] for row in lines] == ["困难帮扶", "困难帮扶", "大米、食油"]
    assert [row[9] for row in lines] == ["县水利局", "桃源县总工会", "桃源县总工会"]
    assert [(row[12], row[13], row[14]) for row in lines] == [
        (None, None, "已交办"),
        (500, None, "已发放"),
        (None, 120, "已发放"),
    ]
    assert [row[15].date() for row in lines] == [date(2008, 5, 9)] * 3
    assert len([row for row in told if isinstance(row[0], int)]) == 3  # April is not in the span
    total = next(row for row in told if str(row[0]).startswith("合计"))
    assert (total[12], total[13]) == (500, 120)


def test_in_full_it_names_people(helped, rows):
    told = rows("aid.register", masked=False)
    for said in ("为张建国联系县医院", "张建国", "患重特大疾病", "医疗救助"):
        assert said in str(told)


def test_what_came_back_is_a_line_that_takes_off(helped, rows, office, person, at):
    first, _ = helped
    paid = Payment.objects.get(file=first, amount=500, state="paid")
    with at("2008-06-20"):
        services.recover(
            by=person("finance", office.union), payment=paid, amount="120.50", reason="重复发放"
        )
    told = rows("aid.register")
    last = [row for row in told if row[1] == first.file_no][-1]
    assert last[8:11] == ["追回：重复发放", "桃源县总工会", None]
    assert last[11].date() == date(2008, 6, 20)
    assert last[12:15] == [-120.5, None, "已追回"]
    total = next(row for row in told if str(row[0]).startswith("合计"))
    assert (total[12], total[13]) == (379.5, 120)


def test_families_that_nobody_helped_in_the_span(helped, rows):
    _, second = helped
    [line] = [row for row in rows("aid.unhelped") if isinstance(row[0], int)]
    assert line[1:3] == [second.file_no, "李*花"]
    assert [cell.date() if cell else cell for cell in (line[5], line[6])] == [
        date(2008, 2, 1),
        date(2008, 4, 2),
    ]
    assert line[7:10] == [None, None, None] or line[7:10] == ["", "", None]
