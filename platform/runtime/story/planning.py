"""June, at the city's office: what agencies and enterprises are like, and next year's pairing plan."""

from datetime import date

from assistance.planning import services as planning
from assistance.planning.models import PairingPlan
from runtime.story.scene import HAILI, place, who

# functions, industries, cadres, how many enterprises it can take
AGENCIES: dict[str, tuple[list[str], list[str], int, int]] = {
    "市政协办": (["coordination"], [], 46, 1),
    "市计生委": (["health"], ["Q"], 62, 1),
    "市安监局": (["safety"], ["B", "C"], 38, 1),
    "市环保局": (["environment"], ["C", "N"], 55, 1),
    "市运管处": (["transport"], ["G"], 71, 1),
    "临澧县人大办": (["coordination"], [], 24, 3),
    "桃源县政府办": (["coordination", "economy"], ["C"], 41, 1),
    "桃源县政协办": (["coordination"], [], 22, 1),
    "桃源县国土局": (["land"], ["K", "E"], 58, 1),
    "桃源县烟草局": (["commerce", "finance"], ["F"], 36, 1),
}
# industry, needs, workers, of them in hardship, agencies wanted
ENTERPRISES: dict[str, tuple[str, list[str], int, int, int]] = {
    HAILI: ("C", ["safety", "permits", "insurance"], 1260, 46, 4),
    "合口出口花炮厂": ("C", ["safety", "labour"], 420, 31, 2),
    "帝隆重科有限公司": ("C", ["funding", "land"], 260, 9, 1),
    "腾飞实业有限公司": ("C", ["sales", "insurance"], 180, 12, 1),
    "杰新纺织公司": ("C", ["labour", "insurance", "funding"], 830, 57, 2),
    "漳江镇莲花湖社区": ("S", ["other", "labour"], 0, 64, 2),
}
YEAR = 2009


def profiles() -> None:
    editor = who("editor")
    planning.keep_agency_profiles(
        by=editor,
        rows=[
            (
                place(name),
                {
                    "functions": functions,
                    "industries": industries,
                    "headcount": cadres,
                    "capacity": room,
                },
            )
            for name, (functions, industries, cadres, room) in AGENCIES.items()
        ],
    )
    planning.keep_enterprise_profiles(
        by=editor,
        rows=[
            (
                place(name),
                {
                    "industry": industry,
                    "needs": needs,
                    "employees": workers,
                    "hardship_count": hardship,
                    "team_size": team,
                },
            )
            for name, (industry, needs, workers, hardship, team) in ENTERPRISES.items()
        ],
    )


def plan() -> None:
    editor = who("editor")
    drafted = planning.draft_plan(
        by=editor,
        organisation=place("常德市“双联”工作领导小组办公室"),
        year=YEAR,
        starts_on=date(YEAR, 1, 1),
        principles="政策统领、全面覆盖、职能先导、行业对口、科学配置。",
    )
    planning.ask_solution(by=editor, plan=drafted)


def plan_again() -> None:
    editor, drafted = who("editor"), PairingPlan.objects.get(year=YEAR)
    planning.forbid_pair(
        by=editor,
        plan=drafted,
        agency=place("桃源县烟草局"),
        enterprise=place("杰新纺织公司"),
        reason="单位负责人的亲属在该公司任职",
        conflict_of_interest=True,
    )
    planning.pin_pair(
        by=editor,
        plan=drafted,
        agency=place("市政协办"),
        enterprise=place(HAILI),
        reason="市委决定由市政协办继续联系",
    )
    planning.ask_solution(by=editor, plan=drafted)
