"""Who sends, who confirms, who refuses: both sides, each with its own hand."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.funds import services
from assistance.funds.models import FundSource
from ground.kernel.errors import RuleBroken
from tests.funds.balances import balances
from tests.funds.passing import central_money, sent_down


def test_refused_is_available_again(tree, at):
    with at("2008-03-03"):
        source = central_money(tree)
        allocation = services.allocate(
            by=tree["province"][1],
            source=source,
            to=tree["city"][0],
            amount="300",
            purpose="错误下达",
            on=date(2008, 3, 3),
        )
        with pytest.raises(RuleBroken, match="请填写退回原因"):
            services.refuse_allocation(by=tree["city"][1], allocation=allocation, reason=" ")
        for _ in range(2):
            refused = services.refuse_allocation(
                by=tree["city"][1], allocation=allocation, reason="户名有误"
            )
        with pytest.raises(RuleBroken, match="已退回，不能再确认到账"):
            services.confirm_allocation(
                by=tree["city"][1], allocation=allocation, on=date(2008, 3, 3)
            )
    assert refused.state == "refused"
    assert balances(source) == {"granted": Decimal(1000000), "available": Decimal(1000000)}
    assert FundSource.objects.count() == 1


def test_who_gives_does_not_confirm(tree, at, person):
    with at("2008-03-03"):
        source = central_money(tree)
        province, finance = tree["province"]
        values = {"source": source, "amount": "300", "purpose": "用途", "on": date(2008, 3, 3)}
        with pytest.raises(RuleBroken, match="须由下达单位的财务人员办理"):
            services.allocate(by=tree["city"][1], to=tree["city"][0], **values)
        with pytest.raises(RuleBroken, match="只能下达给本单位的下级单位"):
            services.allocate(by=finance, to=province, **values)
        allocation = services.allocate(by=finance, to=tree["city"][0], **values)
        for by in (finance, person("finance"), tree["beside"][1]):
            with pytest.raises(RuleBroken, match="须由接收单位的财务人员办理"):
                services.confirm_allocation(by=by, allocation=allocation, on=date(2008, 3, 3))
        with pytest.raises(RuleBroken, match="到账日期应在 2008-03-03 与今天之间"):
            services.confirm_allocation(
                by=tree["city"][1], allocation=allocation, on=date(2008, 3, 2)
            )
        assert FundSource.objects.count() == 1
        opened = services.confirm_allocation(
            by=tree["city"][1], allocation=allocation, on=date(2008, 3, 3)
        )
        with pytest.raises(RuleBroken, match="不能另行登记到账"):
            services.receive_money(
                by=tree["city"][1], source=opened, amount="1", on=date(2008, 3, 3), summary="利息"
            )
        with pytest.raises(RuleBroken, match=r"最多还能缴回 300\.00 元"):
            services.return_money(
                by=tree["city"][1], source=opened, amount="300.01", why="多", on=date(2008, 3, 3)
            )
        back = services.return_money(
            by=tree["city"][1], source=opened, amount="300", why="不用", on=date(2008, 3, 3)
        )
        with pytest.raises(RuleBroken, match="须由下达单位的财务人员办理"):
            services.confirm_return(by=tree["city"][1], returned=back, on=date(2008, 3, 3))
        services.refuse_return(by=finance, returned=back, reason="账上没有")
        assert balances(opened) == {"granted": Decimal(300), "available": Decimal(300)}
        with pytest.raises(RuleBroken, match="未收到，不能再确认缴回"):
            services.confirm_return(by=finance, returned=back, on=date(2008, 3, 3))


def test_an_office_above_acts_for_the_giver(tree, at):
    with at("2008-03-03"):
        source = central_money(tree)
        _, at_city = sent_down(tree, source, "province", "city", "500", date(2008, 3, 3))
        allocation = services.allocate(
            by=tree["province"][1],
            source=at_city,
            to=tree["county"][0],
            amount="200",
            purpose="用途",
            on=date(2008, 3, 3),
        )
        services.confirm_allocation(
            by=tree["county"][1], allocation=allocation, on=date(2008, 3, 3)
        )
    assert balances(at_city) == {
        "granted": Decimal(500),
        "available": Decimal(300),
        "allocated": Decimal(200),
    }
