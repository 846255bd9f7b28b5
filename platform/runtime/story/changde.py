"""The story of the Changde brief, 2008年第二期: from the first visit of winter to the printed page.

Every sentence is done through the services that the pages and the API use, by the person who would do
it. Dates and facts are those of the brief; how the 2,000 yuan of May were shared among three
enterprises is not told there, and is made up.
"""

import json
import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.pairing import services as pairing
from assistance.pairing.models import PairingGroup
from assistance.pairing.rules import NewTask
from assistance.visits import services as visits
from assistance.visits.rules import FoundFamily
from campaigns import services as campaigns
from campaigns.models import Campaign
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.briefs import services as briefs
from ground.briefs.models import Article, Contribution, Issue, Series
from ground.places.models import Division
from runtime.story.people import (
    FAMILIES,
    LINLI,
    ORGANISATIONS,
    PASSWORD,
    PEOPLE,
    ROOT,
    TAOYUAN,
    WARMTH_FAMILY,
    id_number,
)
from runtime.story.telling import Step

TEXTS = Path(__file__).with_name("changde_2008_2.json")
HAILI = "海利农药化工有限公司"
MEMBERS = ["市政协办", "市计生委", "市安监局", "市环保局", "市运管处"]
SPACE = uuid.UUID("8a1d7a2e-2008-4625-9c00-000000002008")


def steps() -> list[Step]:
    """The story in order. Each step finds what it needs by name, so that it can go on after a break."""
    return [
        Step(
            "organisations", date(2008, 1, 2), "建立组织和账号，海利公司登记三种写法", organisations
        ),
        Step("fund", date(2008, 1, 3), "市总工会送温暖专项资金到账 30000 元", fund, by="finance"),
        Step(
            "pairings",
            date(2008, 1, 4),
            "提出并批准结对方案：1个市级组、5个县级组",
            pairings,
            by="leader",
        ),
        Step(
            "winter", date(2008, 1, 10), "桃源县筹备并发布2008年“送温暖”活动", winter, by="taoyuan"
        ),
        Step(
            "winter-visit",
            date(2008, 1, 11),
            "县政府办走访杰新公司女工家庭，发现困难线索",
            winter_visit,
            by="govoffice",
        ),
        *_walk("winter", "杰新纺织公司", (14, 15, 16, 17, 18), date(2008, 1, 28), month=1),
        Step(
            "winter-aid",
            date(2008, 1, 29),
            "送温暖：为该家庭安排救助 4000 元",
            winter_aid,
            by="union",
        ),
        Step(
            "community",
            date(2008, 1, 30),
            "董丽丽带队走访莲花湖社区，送去慰问金 13000 元",
            community,
            by="cppcc",
        ),
        *_pay("winter", date(2008, 1, 31), "2008年送温暖"),
        Step("winter-ends", date(2008, 2, 5), "春节前“送温暖”活动结束", winter_ends, by="taoyuan"),
        Step(
            "meeting-may",
            date(2008, 5, 6),
            "市计生委联系会议，通过全年工作计划",
            meeting_may,
            by="liaison",
        ),
        Step(
            "visit-may",
            date(2008, 5, 14),
            "林红一行走访海利公司，发现 11 户困难家庭",
            visit_may,
            by="liaison",
        ),
        *_walk("may", HAILI, (15, 16, 20, 21, 22), date(2008, 5, 30), month=5),
        Step(
            "leaders-16",
            date(2008, 5, 16),
            "雷立敬等县领导走访两家企业",
            partial(leaders, 16),
            by="linli",
            hour=14,
        ),
        Step(
            "leaders-17",
            date(2008, 5, 17),
            "县领导走访腾飞实业，两日共送慰问金 2000 元",
            partial(leaders, 17),
            by="linli",
            hour=14,
        ),
        *_pay("may", date(2008, 5, 19), "临澧县集中走访慰问"),
        Step(
            "meeting-june",
            date(2008, 6, 17),
            "市安监局联系会议，五家单位领任务，限8月31日前",
            meeting_june,
            by="liaison",
        ),
        Step("contributions", date(2008, 6, 19), "三家单位报送稿件", contributions, by="liaison"),
        Step(
            "desk",
            date(2008, 6, 20),
            "编辑组稿：两个栏目、三篇稿件，校订错字，送签",
            desk,
            by="editor",
        ),
        Step(
            "signed",
            date(2008, 6, 25),
            "领导签发，编号、日期、数据固定，自动排印",
            signed,
            by="leader",
        ),
    ]


def ordered_steps() -> list[Step]:
    """By day and hour, as time has it; steps of one instant stay as they are written."""
    return sorted(steps(), key=lambda step: (step.on, step.hour))


def organisations() -> None:
    changde = Division.objects.create(
        code="430700", name="常德市", level=Division.Level.PREFECTURE, valid_from=date(1988, 1, 23)
    )
    made = {
        ROOT: accounts.add_organisation(
            by=None, name=ROOT, short_name="市“双联”办", kind="link_office", division=changde
        )
    }
    people: dict[str, User] = {}
    for person in PEOPLE[:1]:
        people[person.username] = _add_person(None, person, made[ROOT])
    admin = people["admin"]
    for name, kind, parent, aliases in ORGANISATIONS:
        made[name] = accounts.add_organisation(
            by=admin, name=name, kind=kind, parent=made[parent], aliases=aliases, division=changde
        )
    for person in PEOPLE[1:]:
        _add_person(admin, person, made[person.organisation])


def _add_person(by: User | None, person: Any, organisation: Organisation) -> User:
    user = accounts.add_user(
        by=by,
        username=person.username,
        full_name=person.full_name,
        password=PASSWORD,
        organisation=organisation,
        post=person.post,
    )
    accounts.grant_role(by=by or user, user=user, organisation=organisation, role=person.role)
    return user


def fund() -> None:
    source = funds.open_source(
        by=who("finance"),
        organisation=place("常德市总工会"),
        kind=FundSource.Kind.UPPER_UNION,
        name="送温暖专项资金",
        year=2008,
        document_no="常工发〔2008〕1号",
    )
    funds.receive_money(
        by=who("finance"),
        source=source,
        amount=Decimal(30000),
        on=date(2008, 1, 3),
        summary="2008年送温暖专项资金到账",
    )


def pairings() -> None:
    for lead, members, link_point, leader in [
        ("市政协办", MEMBERS, HAILI, ""),
        ("临澧县人大办", ["临澧县人大办"], "合口出口花炮厂", "雷立敬"),
        ("临澧县人大办", ["临澧县人大办"], "帝隆重科有限公司", "蒋宗海"),
        ("临澧县人大办", ["临澧县人大办"], "腾飞实业有限公司", "邵柏枝"),
        ("桃源县政府办", ["桃源县政府办"], "杰新纺织公司", ""),
        (
            "桃源县政协办",
            ["桃源县政协办", "桃源县国土局", "桃源县烟草局"],
            "漳江镇莲花湖社区",
            "董丽丽",
        ),
    ]:
        group = pairing.propose_group(
            by=who("editor"),
            year=2008,
            link_point=place(link_point),
            lead_agency=place(lead),
            members=[place(name) for name in members],
            link_leader=leader,
            work_plan="除集体活动以外，各成员单位一年内组织开展一至二次活动。",
            starts_on=date(2008, 1, 4),
        )
        pairing.approve_group(by=who("leader"), group=group)


def winter() -> None:
    campaign = campaigns.plan_campaign(
        by=who("union"),
        kind="send_warmth",
        name="2008年“送温暖”活动",
        year=2008,
        theme="进万家门、知万家情、解万家难、暖万家心",
        organiser=place(TAOYUAN),
        source=FundSource.objects.get(),
        starts_on=date(2008, 1, 10),
        ends_on=date(2008, 2, 5),
        budget=Decimal(20000),
    )
    campaigns.publish_campaign(by=who("taoyuan"), campaign=campaign)


def winter_visit() -> None:
    visits.record_visit(
        by=who("govoffice"),
        key=uuid.uuid5(SPACE, "winter"),
        kind="routine",
        agency=place("桃源县政府办"),
        link_point=place("杰新纺织公司"),
        visited_on=date(2008, 1, 11),
        visitors="县政府办参联人员",
        interlocutors="气流纺车间",
        situation="到气流纺车间女工家中走访，了解家庭生活情况。",
        needs="孩子医药费缺口大。",
        families=[_found(WARMTH_FAMILY, 900)],
    )


def winter_aid() -> None:
    campaigns.add_target(
        by=who("union"),
        campaign=Campaign.objects.get(),
        file=HardshipFile.objects.get(unit=place("杰新纺织公司")),
        amount=Decimal(4000),
        reason="送温暖救助款",
        given_on=date(2008, 1, 29),
    )


def community() -> None:
    visits.record_visit(
        by=who("cppcc"),
        key=uuid.uuid5(SPACE, "community"),
        kind="condolence",
        agency=place("桃源县政协办"),
        link_point=place("漳江镇莲花湖社区"),
        visited_on=date(2008, 1, 30),
        visitors="县政协主席董丽丽，政协办、国土局、烟草局负责人",
        interlocutors="社区居委会",
        situation="走访慰问社区困难职工，现场发放慰问金，花名册签收。",
        condolence_cash=Decimal(13000),
        origin=f"campaigns.campaign:{Campaign.objects.get().pk}",
    )


def winter_ends() -> None:
    campaigns.close_campaign(by=who("taoyuan"), campaign=Campaign.objects.get())


def meeting_may() -> None:
    pairing.record_meeting(
        by=who("liaison"),
        group=PairingGroup.objects.get(link_point=place(HAILI)),
        held_on=date(2008, 5, 6),
        place="市计生委",
        convener="市政协办",
        topics="讨论全年“双联”工作计划；马耀舫秘书长讲话。",
        decisions="通过全年“双联”工作计划；除集体活动外，各成员单位一年内组织开展一至二次活动。",
    )


def visit_may() -> None:
    visits.record_visit(
        by=who("liaison"),
        key=uuid.uuid5(SPACE, "may"),
        kind="routine",
        agency=place("市政协办"),
        link_point=place(HAILI),
        visited_on=date(2008, 5, 14),
        visitors="市政协机关工会主席林红及三名机关干部",
        interlocutors="公司负责人和有关部门",
        situation="与公司负责人和有关部门座谈，了解企业生产情况；对困难职工进行家庭走访。",
        needs="职工生活及子女上学困难。",
        families=[_found(family, number) for number, family in enumerate(FAMILIES, 1)],
    )


def leaders(day: int) -> None:
    cash = {"合口出口花炮厂": 800, "帝隆重科有限公司": 600, "腾飞实业有限公司": 600}
    for link_point in list(cash)[:2] if day == 16 else list(cash)[2:]:  # noqa: PLR2004 -- the 16th of May
        visits.record_visit(
            by=who("linli"),
            key=uuid.uuid5(SPACE, link_point),
            kind="concentrated",
            agency=place("临澧县人大办"),
            link_point=place(link_point),
            visited_on=date(2008, 5, day),
            visitors="临澧县人大副主任雷立敬、蒋宗海、邵柏枝及成员单位",
            interlocutors="企业负责人、职工管理者",
            situation="下到车间座谈，了解企业生产经营状况和困难；对困难职工调查摸底，为下半年“金秋助学”和年底“送温暖”掌握情况。",
            condolence_cash=Decimal(cash[link_point]),
        )


def meeting_june() -> None:
    contents = {
        "市政协办": "协调解决企业生产经营中的主要问题",
        "市计生委": "为特困职工家庭开展健康帮扶",
        "市安监局": "帮助企业完善安全生产条件",
        "市环保局": "指导企业环保设施改造",
        "市运管处": "帮助特困职工子女解决上学困难",
    }
    pairing.record_meeting(
        by=who("liaison"),
        group=PairingGroup.objects.get(link_point=place(HAILI)),
        held_on=date(2008, 6, 17),
        place="市安监局",
        convener="市政协办",
        topics="交流上半年各单位开展“双联”工作情况；研究公司主要问题和特困职工生活、子女上学等困难。",
        decisions="按各单位实际分工，9月份以前完成各项帮扶任务。",
        tasks=[
            NewTask(agency=place(agency), content=content, due_on=date(2008, 8, 31))
            for agency, content in contents.items()
        ],
    )


def contributions() -> None:
    senders = [("liaison", "市政协办"), ("linli", LINLI), ("taoyuan", TAOYUAN)]
    for (sender, organisation), text in zip(senders, texts()["articles"], strict=True):
        briefs.send_contribution(
            by=who(sender),
            organisation=place(organisation),
            **{key: text[key] for key in ("title", "subtitle", "byline", "contributor", "blocks")},
        )


def desk() -> None:
    editor = who("editor")
    series = briefs.found_series(
        by=editor,
        organisation=place(ROOT),
        title="常德“双联”简报",
        issuer="常德市“双联”工作领导小组办公室编",
        marking="内部资料 注意保存",
        report_to="省“双联”办，市委、市人大、市政府、市政协领导",
        send_to="市直各参联单位",
        distribute_to="各县（市、区）“双联”办",
        print_run=80,
        paper_year=2008,
        paper_number=1,
    )
    issue = briefs.start_issue(
        by=editor, series=series, year=2008, starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 25)
    )
    for text in texts()["articles"]:
        article = briefs.adopt(
            by=editor,
            issue=issue,
            contribution=Contribution.objects.get(title=text["title"]),
            section=text["section"],
        )
        _correct(editor, article)
    briefs.submit_issue(by=editor, issue=issue)


def _correct(editor: User, article: Article) -> None:
    """What a careful editor mends; the contribution keeps what was sent."""
    body = json.dumps(article.blocks, ensure_ascii=False)
    for correction in texts()["corrections"]:
        body = body.replace(correction["raw"], correction["corrected"])
    briefs.edit_article(
        by=editor,
        article=article,
        section=article.section,
        title=article.title,
        subtitle=article.subtitle,
        byline=article.byline,
        contributor=article.contributor,
        editor_note="",
        blocks=json.loads(body),
    )


def signed() -> None:
    briefs.sign_issue(by=who("leader"), issue=Issue.objects.get(series=Series.objects.get()))


def _walk(  # noqa: C901 -- six short steps that share their families
    name: str, unit: str, days: tuple[int, int, int, int, int], approved_on: date, *, month: int
) -> list[Step]:
    """The way of a unit's new files from clue to approval, each step on its day."""
    families = {900: WARMTH_FAMILY} if name == "winter" else dict(enumerate(FAMILIES, 1))

    def files() -> list[HardshipFile]:
        return list(HardshipFile.objects.filter(unit=place(unit)).order_by("pk"))

    def submit() -> None:
        union = who("union")
        for file, (number, family) in zip(files(), families.items(), strict=True):
            _, born, _size, hardship, cause, category, income, rigid = family
            filled = households.complete_file(
                by=union,
                file=file,
                category=category,
                tier="county",
                primary_cause=cause,
                situation=hardship,
                annual_income=Decimal(income),
                rigid_expenses=Decimal(rigid),
                holder_id_no=id_number(born, number),
                mobile=f"1380000{number:04d}",
                address="示例路1号",
            )
            households.submit_file(by=union, file=filled)

    def each(service: Callable[..., Any], **arguments: Any) -> None:
        for file in files():
            service(file=file, **arguments)

    def review() -> None:
        each(households.review_file, by=who("union"), opinion="材料齐全，情况属实")

    def investigate() -> None:
        each(
            households.investigate_file,
            by=who("union"),
            investigators=["沈念民", "乔联"],
            opinion="入户核实，与申报一致",
        )

    def check() -> None:
        each(households.check_file, by=who("union"), opinion="经济状况核对无异常")

    def notice() -> None:
        each(households.post_notice, by=who("union"))

    def approve() -> None:
        each(households.approve_file, by=who("approver"), opinion="同意建档")

    count = len(families)
    return [
        Step(
            f"{name}-submit",
            date(2008, month, days[0]),
            f"{unit}：{count} 户补全资料并提交建档",
            submit,
            by="union",
        ),
        Step(f"{name}-review", date(2008, month, days[1]), f"{unit}：初审", review, by="union"),
        Step(
            f"{name}-investigate",
            date(2008, month, days[2]),
            f"{unit}：两人入户调查",
            investigate,
            by="union",
        ),
        Step(
            f"{name}-check",
            date(2008, month, days[3]),
            f"{unit}：家庭经济状况核对",
            check,
            by="union",
        ),
        Step(
            f"{name}-notice",
            date(2008, month, days[4]),
            f"{unit}：张榜公示 5 个工作日",
            notice,
            by="union",
        ),
        Step(
            f"{name}-approve",
            approved_on,
            f"{unit}：公示无异议，批准建档 {count} 户",
            approve,
            by="approver",
        ),
    ]


def _pay(name: str, on: date, title: str) -> list[Step]:
    """Maker, checker, approver, payout: three people, one batch."""

    def make() -> None:
        aid.make_batch(
            by=who("union"),
            name=title,
            source=FundSource.objects.get(),
            payments=list(Payment.objects.filter(state=Payment.State.PLANNED).order_by("pk")),
        )

    def approve() -> None:
        batch = aid.check_batch(by=who("finance"), batch=Batch.objects.get(name=title))
        aid.approve_batch(by=who("approver"), batch=batch)

    def pay() -> None:
        aid.pay_batch(by=who("finance"), batch=Batch.objects.get(name=title))

    return [
        Step(f"{name}-batch", on, f"帮扶干部编制发放批次“{title}”", make, by="union", hour=10),
        Step(
            f"{name}-batch-approved",
            on,
            "财务审核，分管副主席审批，资金预留",
            approve,
            by="approver",
            hour=14,
        ),
        Step(
            f"{name}-batch-paid",
            on,
            "财务发放，逐笔入账，台账和活动进度随事件更新",
            pay,
            by="finance",
            hour=16,
        ),
    ]


def _found(family: tuple[str, str, int, str, str, str, str, str], number: int) -> FoundFamily:
    name, born, size, hardship, *_ = family
    return FoundFamily(
        worker_name=name, hardship=hardship, id_no=id_number(born, number), family_size=size
    )


def texts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(TEXTS.read_text(encoding="utf-8"))
    return loaded


def place(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def who(username: str) -> User:
    return User.objects.get(username=username)
