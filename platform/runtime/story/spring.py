"""May and June: meetings, visits, tasks."""

import uuid
from datetime import date
from decimal import Decimal

from assistance.pairing import services as pairing
from assistance.pairing.models import PairingGroup
from assistance.pairing.rules import NewTask
from assistance.visits import services as visits
from assistance.visits.rules import ToldNeed
from runtime.story.people import FAMILIES
from runtime.story.scene import HAILI, SPACE, found, place, who


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
        needs=[ToldNeed("other", "职工生活及子女上学困难。")],
        families=[found(family, number) for number, family in enumerate(FAMILIES, 1)],
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
