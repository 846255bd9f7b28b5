"""The people and places of the demo. Office-holders are named as the brief names them; all others,
and every ID number, are invented.
"""

from dataclasses import dataclass

from stdnum.cn import ric

from ground.accounts.roles import Role

PASSWORD = "双联demo-2008"  # noqa: S105 -- printed by the demo for everybody to use

ROOT = "常德市“双联”工作领导小组办公室"
LINLI = "临澧县“双联”办"
TAOYUAN = "桃源县“双联”办"

# name, kind, parent, aliases
ORGANISATIONS: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("常德市总工会", "union", ROOT, ()),
    ("市政协办", "agency", ROOT, ("常德市政协办公室",)),
    ("市计生委", "agency", ROOT, ("市卫生健康委员会",)),
    ("市安监局", "agency", ROOT, ("市应急管理局",)),
    ("市环保局", "agency", ROOT, ("市生态环境局",)),
    ("市运管处", "agency", ROOT, ()),
    ("海利农药化工有限公司", "enterprise", ROOT, ("海利化工有限公司", "海利农药化工公司")),
    (LINLI, "link_office", ROOT, ()),
    ("临澧县人大办", "agency", LINLI, ()),
    ("合口出口花炮厂", "enterprise", LINLI, ()),
    ("帝隆重科有限公司", "enterprise", LINLI, ()),
    ("腾飞实业有限公司", "enterprise", LINLI, ()),
    (TAOYUAN, "link_office", ROOT, ()),
    ("桃源县政府办", "agency", TAOYUAN, ("县政府办",)),
    ("桃源县政协办", "agency", TAOYUAN, ("政协办",)),
    ("桃源县国土局", "agency", TAOYUAN, ("国土局",)),
    ("桃源县烟草局", "agency", TAOYUAN, ("烟草局",)),
    ("杰新纺织公司", "enterprise", TAOYUAN, ("杰新公司",)),
    ("漳江镇莲花湖社区", "community", TAOYUAN, ("莲花湖社区",)),
]


@dataclass(frozen=True)
class Person:
    username: str
    full_name: str
    post: str
    organisation: str
    role: Role


PEOPLE = [
    Person("admin", "程守则", "系统管理员", ROOT, Role.ADMINISTRATOR),
    Person("editor", "顾修文", "简报编辑", ROOT, Role.OFFICE),
    Person("leader", "钟远山", "副组长", ROOT, Role.LEADER),
    Person("union", "沈念民", "帮扶中心干事", ROOT, Role.UNION_STAFF),
    Person("reviewer", "祝复真", "帮扶中心复核员", ROOT, Role.UNION_STAFF),
    Person("approver", "陆持正", "分管副主席", ROOT, Role.APPROVER),
    Person("finance", "秦钧", "财务部会计", ROOT, Role.FINANCE),
    Person("auditor", "严明察", "经审委员", ROOT, Role.AUDITOR),
    Person("liaison", "乔联", "市政协办联络员", "市政协办", Role.LIAISON),
    Person("linli", "文澧", "临澧县“双联”办干事", LINLI, Role.OFFICE),
    Person("taoyuan", "桃知源", "桃源县“双联”办干事", TAOYUAN, Role.OFFICE),
    Person("govoffice", "安民", "桃源县政府办联络员", "桃源县政府办", Role.LIAISON),
    Person("cppcc", "商同", "桃源县政协办联络员", "桃源县政协办", Role.LIAISON),
    Person("keeper", "管守仓", "物资仓库保管员", ROOT, Role.KEEPER),
    Person("shopkeeper", "孟理货", "爱心超市保管员", ROOT, Role.KEEPER),
    Person("till", "范迎门", "爱心超市柜台", ROOT, Role.TILL),
]

FAMILIES = [  # name, born, size, hardship, cause, category, yearly income, rigid expenses
    ("田禾生", "19650312", 3, "本人患慢性病，常年吃药", "6", "deep", "9600", "7200"),
    ("卢春芳", "19680925", 2, "单亲，孩子读高中", "9", "relative", "10800", "4600"),
    ("向大勇", "19611107", 4, "下岗后打零工，两个孩子上学", "3", "relative", "15600", "6800"),
    ("覃美英", "19700218", 3, "丈夫工伤后不能劳动", "8", "deep", "11200", "6500"),
    ("龚自强", "19590630", 2, "妻子常年透析", "6", "deep", "12000", "11800"),
    ("莫小菊", "19720514", 3, "家中房屋遭水灾", "7", "accidental", "13200", "9000"),
    ("彭立本", "19631201", 5, "赡养两位老人，孩子读大学", "9", "relative", "18600", "9200"),
    ("宋腊梅", "19660809", 2, "本人残疾，无固定收入", "1", "deep", "6600", "3000"),
    ("熊志远", "19690423", 3, "企业停产，工资减半", "3", "relative", "12600", "4200"),
    ("涂桂香", "19641016", 3, "孩子患先天性疾病", "6", "deep", "13800", "12600"),
    ("毛铁生", "19670727", 4, "夫妻同在停产车间", "2", "relative", "14400", "5200"),
]
WARMTH_FAMILY = (
    "骆秋云",
    "19710305",
    3,
    "12岁的女儿患病，医药费负担重",
    "6",
    "deep",
    "12400",
    "15800",
)


def id_number(born: str, number: int) -> str:
    """A synthetic ID number: a division code that does not exist, a valid check digit."""
    body = f"430799{born}{number:03d}"
    return body + str(ric.calc_check_digit(f"{body}0"))  # it leaves the last place out
