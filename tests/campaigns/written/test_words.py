"""The sentences and tables of the written report, from plain facts, by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from campaigns.queries import Progress, Report
from campaigns.reporting import paper_of
from campaigns.rules.lights import Stretch
from campaigns.rules.years import YearFigures
from tests.campaigns.written.conftest import FAIR, NOTHING_SEEN
from tests.campaigns.written.reading import sections, tables


def test_a_worked_example_in_words(winter_facts):
    assert sections(winter_facts) == {
        "一、基本情况": [
            (
                "2008年“送温暖”活动由桃源县“双联”办主办，桃源县民政局、桃源县残联协办，类型为送温暖，"
                "主题是“进万家门”，活动时间为2007年12月15日至2008年2月5日。"
            ),
            (
                "申报时间为2007年12月20日至2008年1月20日，要求在2月5日前发放到位。"
                "名单于2008年1月21日至1月25日在县总公示栏公示。"
            ),
            (
                "活动经过：2007年12月15日发布，12月20日开始申报，2008年1月21日开始审核、公示名单，"
                "1月28日批准名单。"
            ),
        ],
        "二、资金和物资": [
            (
                "活动预算20,000.50元，其中财政专项15,000元、职工捐款5,000.50元。"
                "已批准2,400.50元，占预算的12%，已全部发放到位，结余17,600元。"
            ),
            "安排物资2种，已送到大米10公斤3袋（折合132元）。",
        ],
        "三、对象和救助情况": [
            (
                "名单上有对象3个，批准4个，惠及4户、9人，批准金额4,000元，"
                "已到位2个、2,400.50元，占批准对象的50%。规定的5件事项全部办结的2个。"
            )
        ],
        "四、走访慰问": [
            (
                "组织慰问组2个，入户慰问12户，送到慰问金6,000元，不在家改期的1次。"
                "登记走访4次，到3处，其中企业2家，现场发放慰问金500元，走访送出慰问品折合300元。"
                "县级领导1人、部门（单位）负责人1人走访慰问12户。"
            )
        ],
        "五、各单位完成情况": [
            "参加单位2个。进度滞后的有杰新纺织公司（到位66.7%）、莲花湖社区（还没有到位）。"
        ],
        "六、公平性": [
            "按困难类别：深度困难3个、平均1,200元、中位数1,000元；未建档1个、400元。",
            (
                "疑似平均分配的单位1个：杰新纺织公司10个对象中9个同为500元。"
                "名单上需要核查的：工作人员亲属1个。在档而不在名单上的家庭：从未帮扶1,234户。"
            ),
        ],
        "七、与上年比较": [
            (
                "与2007年“送温暖”活动相比，惠及户数由3户增加到4户（增长33.3%），惠及人数同为9人，"
                "批准金额由5,000元减少到4,000元（下降20%），到位金额2,400.50元（上年没有），"
                "入户慰问12户（上年没有）。批准的对象中上年也帮扶的1个，今年新增3个，"
                "上年帮扶、今年不再帮扶的2个。"
            )
        ],
        "八、总结": ["领导重视，部门联动。", "建议明年提前启动。"],
    }
    told = tables(winter_facts)
    assert told["对象和救助情况"].rows == (
        ("在档困难职工", "3", "3", "8", "3,600", "2", "2,400.50"),
        ("困难农民工", "1", "1", "1", "400", "0", "0"),
        ("合计", "4", "4", "9", "4,000", "2", "2,400.50"),
    )
    assert told["物资"].rows[-1] == ("合计", "", "", "", "", "", "132")
    assert told["各单位完成情况"].rows[1] == ("莲花湖社区", "1", "0", "0", "0", "明显滞后")
    assert told["与上年比较"].rows[:3] == (
        ("惠及户数（户）", "3", "4", "+1", "+33.3%"),
        ("惠及人数（人）", "9", "9", "0", "0%"),
        ("批准金额（元）", "5,000", "4,000", "-1,000", "-20%"),
    )
    paper = paper_of(winter_facts)
    assert (paper.article.title, paper.article.subtitle, paper.article.byline) == (
        "2008年“送温暖”活动总结报告",
        "2007年12月15日至2008年2月5日",
        "桃源县“双联”办",
    )
    assert (paper.sender, paper.day, paper.is_draft) == ("桃源县“双联”办", date(2008, 2, 6), False)


def test_of_what_is_nothing_nothing_is_said(winter_facts):
    """A campaign that has only been published: three sections, one source, and whose summary is missing."""
    bare = replace(
        winter_facts,
        theme="",
        co_organisers=(),
        notice_from=None,
        notice_to=None,
        notice_place="",
        stages=(("published", date(2007, 12, 15)),),
        report=Report([], [("财政专项", Decimal(20000))], 0, 0, 0, Decimal(0), 0),
        progress=Progress(
            Decimal(20000), [], Decimal(0), Stretch(is_listing=True, gone=Decimal(0))
        ),
        goods=(),
        visiting=NOTHING_SEEN,
        fairness=FAIR,
        now=YearFigures(year=2008),
        before=None,
        summary="",
        is_summarised=False,
    )
    assert sections(bare) == {
        "一、基本情况": [
            (
                "2008年“送温暖”活动由桃源县“双联”办主办，类型为送温暖，"
                "活动时间为2007年12月15日至2008年2月5日。"
            ),
            "申报时间为2007年12月20日至2008年1月20日，要求在2月5日前发放到位。",
            "活动经过：2007年12月15日发布。",
        ],
        "二、资金和物资": ["活动预算20,000元，全部来自财政专项。"],
        "三、总结": ["（主办单位还没有写总结：结束发放后，在活动页点“写总结”。）"],
    }
    assert tables(bare) == {}
    assert paper_of(bare).is_draft


def test_money_under_way_and_goods_of_several_kinds(winter_facts):
    half = winter_facts.progress.units[0]
    half.states["planned"] = dict.fromkeys(("number", "households", "people", "complete"), 0) | {
        "amount": Decimal(100)
    }
    quilts = replace(winter_facts.goods[1], allotted=2, handed=2)
    told = sections(replace(winter_facts, goods=(winter_facts.goods[0], quilts)))["二、资金和物资"]
    assert "已发放到位2,400.50元，还有100元未到位，结余17,500元。" in told[0]
    assert told[1] == (
        "安排物资2种，已送到大米10公斤3袋（折合132元）、棉被2床（折合199元），合计折合331元。"
    )
    half.states["reached"]["amount"] = Decimal(0)
    assert "已批准100元，占预算的0.5%，尚未发放到位" in sections(winter_facts)["二、资金和物资"][0]


def test_where_no_money_is_given_none_is_told(winter_facts, kind):
    told = replace(winter_facts, kind=replace(kind, gives=("visits",)))
    assert tables(told)["对象和救助情况"].header == (
        "对象类别", "对象（个）", "户数", "人数", "到位（个）",
    )  # fmt: skip
    assert tables(told)["各单位完成情况"].header == ("单位", "名额", "名单", "到位（个）", "进度")
    assert "批准金额" not in sections(told)["七、与上年比较"][0]
