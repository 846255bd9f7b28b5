"""Who helps whom: cadres on the list, contact cards for the link points, the year's work plan."""

import itertools
from datetime import date

from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.pairing import services as pairing
from assistance.pairing.models import Cadre, PairingGroup
from runtime.story.scene import HAILI, place, who

# Invented, like every person and number here.
CADRES = [
    ("市政协办", "林红", "机关工会主席", "13900000001"),
    ("市政协办", "覃志远", "秘书科科长", "13900000002"),
    ("市计生委", "龙秀英", "办公室主任", "13900000003"),
    ("市安监局", "肖建军", "安全监管科科长", "13900000004"),
    ("市环保局", "唐慧", "污染防治科科长", "13900000005"),
    ("市运管处", "邓国强", "工会主席", "13900000006"),
    ("临澧县人大办", "蔡立新", "办公室副主任", "13900000007"),
    ("桃源县政府办", "郭志平", "综合科科长", "13900000008"),
    ("桃源县政协办", "文丽", "办公室主任", "13900000009"),
    ("桃源县国土局", "毛勇", "办公室主任", "13900000010"),
    ("桃源县烟草局", "石磊", "工会主席", "13900000011"),
]
PLAN = [
    (
        "joint",
        "市政协办",
        "召开联系会议，研究企业困难和帮扶分工",
        date(2008, 6, 30),
        "全年不少于两次",
    ),
    ("joint", "市政协办", "走访企业和困难职工家庭", date(2008, 12, 20), "困难职工家庭走访一遍"),
    ("own", "市计生委", "为困难女职工免费健康检查", date(2008, 10, 31), "不少于30人"),
    ("own", "市安监局", "上门开展安全生产培训", date(2008, 9, 30), "培训一次，建立隐患清单"),
    ("own", "市环保局", "指导环保设施改造", date(2008, 11, 30), "达标排放"),
    ("own", "市运管处", "结对资助困难职工子女上学", date(2008, 8, 31), "资助不少于5人"),
]


def cadres_and_cards() -> None:
    editor = who("editor")
    for agency, name, post, mobile in CADRES:
        pairing.add_cadre(
            by=editor,
            agency=place(agency),
            name=name,
            post=post,
            mobile=mobile,
            joined_on=date(2008, 1, 4),
        )
    pairing.issue_cards(
        by=editor,
        groups=list(PairingGroup.objects.order_by("pk")),
        promises="有求必应，三个工作日内答复；每季度至少走访一次。",
        hotline="12351",
    )


def families_paired() -> None:
    """Each family of the enterprise gets a cadre of the agencies linked to it, turn by turn."""
    group = PairingGroup.objects.get(link_point=place(HAILI))
    cadres = list(Cadre.objects.filter(agency__group_memberships__group=group).order_by("pk"))
    files = HardshipFile.objects.filter(unit=place(HAILI)).order_by("pk")
    for file, cadre in zip(files, itertools.cycle(cadres), strict=False):
        households.assign_helper(by=who("union"), file=file, cadre=cadre, from_on=date(2008, 6, 3))


def work_plan() -> None:
    group = PairingGroup.objects.get(link_point=place(HAILI))
    for kind, agency, content, due_on, measure in PLAN:
        pairing.write_plan_item(
            by=who("liaison"),
            group=group,
            kind=kind,
            agency=place(agency),
            content=content,
            due_on=due_on,
            measure=measure,
        )
