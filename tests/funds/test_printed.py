"""What is printed to be signed: the statement of an account, the trial balance with the seals."""

from datetime import date

import pytest

from assistance.funds import queries, services
from assistance.funds.models import Seal
from assistance.funds.views import statement
from ground.briefs.typesetting import text_of
from ground.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db


def printed(answer):
    return "".join("".join(text_of(answer.getvalue())).split())


def test_a_statement_begins_with_what_was_there_and_ends_with_what_is(
    book, source, person, client_of, at
):
    with at("2008-02-03"):
        path = f"/funds/{source.pk}/?account=available&from=2008-02-01&to=2008-02-02&export=pdf"
        text = printed(client_of(person("auditor")).get(path))
    for said in (
        "“送温暖专项资金（2008）”可用明细账",
        f"单位：{source.organisation.name}",
        "时间：2008-02-01至2008-02-02",
        "来源：上级工会补助，常工发〔2008〕1号",
        "金额单位：元",
        "2008-02-01期初余额30,000.00",
        "2008-02-02本期合计、期末余额0.0065.0029,935.00",
        "填报：",
        "（盖章）",
    ):
        assert said in text


def test_a_statement_that_is_too_long_for_paper_says_so(
    book, source, person, client_of, monkeypatch
):
    monkeypatch.setattr(statement, "MOST_ROWS", 3)
    path = f"/funds/{source.pk}/?account=spent&from=2008-01-01&to=2008-03-01&export=pdf"
    told = client_of(person("auditor")).get(path, follow=True)
    assert "超过一次排印的上限" in told.content.decode()
    assert told.redirect_chain[0][0].endswith("account=spent&from=2008-01-01&to=2008-03-01")


def test_a_statement_ends_today_and_not_at_the_end_of_the_year(source, person, client_of, at):
    with at("2008-03-05"):
        assert queries.life_of(source).ends_on == date(2008, 3, 5)
        page = client_of(person("auditor")).get(f"/funds/{source.pk}/").content.decode()
    assert "2008-12-31" not in page


def test_a_trial_balance_is_printed_with_its_seals_to_be_signed(
    book, source, person, client_of, at
):
    with at("2008-02-03"):
        answer = client_of(person("auditor")).get("/funds/trial-balance/?on=2008-02-01&export=pdf")
    text = printed(answer)
    for said in (
        f"单位：{source.organisation.name}",
        "截至：2008-02-01",
        "金额单位：元",
        "借贷平衡",
        "打印时间：2008-02-03",
        f"账簿封签：{Seal.objects.get(last=7)}",
        "尚未核验",
        "合计",
        "29,935.00",
        "审核：",
    ):
        assert said in text


def test_only_who_keeps_money_gets_a_fund(finance, source, make_organisation, at):
    plant = make_organisation("常德纺织机械厂", "enterprise")
    with at("2008-02-03"):
        with pytest.raises(RuleBroken) as refused:
            services.open_source(by=finance, organisation=plant, kind="own", name="资金", year=2008)
        assert refused.value.code == "not_a_keeper"
        with pytest.raises(RuleBroken) as refused:
            services.allocate(
                by=finance,
                source=source,
                to=plant,
                amount="100",
                purpose="慰问",
                on=date(2008, 2, 3),
            )
    assert refused.value.fields == {"to": "不能管理资金"}
