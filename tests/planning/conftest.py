from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from assistance.planning import services
from assistance.planning.models import PairingPlan
from ground.accounts.models import Organisation, User
from ground.accounts.services import add_organisation
from ground.places.models import Division


@dataclass
class World:
    """Two counties of Changde: three county agencies, one of the city, three enterprises; a draft."""

    root: Organisation
    taoyuan: Organisation
    linli: Organisation
    labour: Organisation
    tax: Organisation
    market: Organisation
    city: Organisation
    spinning: Organisation
    cement: Organisation
    fireworks: Organisation
    office: User
    county_office: User
    leader: User
    liaison: User
    plan: PairingPlan


@pytest.fixture
def divisions(db: None) -> dict[str, Division]:
    found: dict[str, Division] = {}
    for code, name, level, parent in (
        ("430000", "湖南省", "province", ""),
        ("430700", "常德市", "prefecture", "430000"),
        ("430725", "桃源县", "county", "430700"),
        ("430724", "临澧县", "county", "430700"),
    ):
        found[name] = Division.objects.create(
            code=code,
            name=name,
            level=level,
            parent=Division.objects.filter(code=parent).first(),
            valid_from=date(2000, 1, 1),
        )
    return found


@pytest.fixture
def drafted(root: Organisation, divisions, person: Callable[..., User], at) -> World:
    root.division = divisions["常德市"]
    root.save()

    def add(name: str, kind: str, parent: Organisation, division: str = "") -> Organisation:
        return add_organisation(
            by=None, name=name, kind=kind, parent=parent, division=divisions.get(division)
        )

    taoyuan = add("桃源县“双联”办", "link_office", root, "桃源县")
    linli = add("临澧县“双联”办", "link_office", root, "临澧县")
    labour, tax = (add(name, "agency", taoyuan) for name in ("县劳动局", "县税务局"))
    market, city = add("县工商局", "agency", linli), add("市总工会办公室", "agency", root)
    spinning, cement = (add(name, "enterprise", taoyuan) for name in ("杰新纺织公司", "已酉水泥厂"))
    fireworks = add("合口出口花炮厂", "enterprise", linli)
    office = person("office")
    with at("2008-11-20"):
        for agency, functions, industries, heads in (
            (labour, ["labour"], ["C"], 30),
            (tax, ["taxation"], [], 20),
            (market, ["market"], ["C"], 15),
            (city, ["mass"], [], 60),
        ):
            services.keep_agency_profile(
                by=office,
                organisation=agency,
                functions=functions,
                industries=industries,
                headcount=heads,
                capacity=1,
            )
        for enterprise, needs, people in (
            (spinning, ["labour", "insurance"], 800),
            (cement, ["tax"], 300),
            (fireworks, ["safety", "permits"], 500),
        ):
            services.keep_enterprise_profile(
                by=office,
                organisation=enterprise,
                industry="C",
                needs=needs,
                employees=people,
                hardship_count=12,
            )
        plan = services.draft_plan(
            by=office, organisation=root, year=2009, starts_on=date(2009, 1, 1)
        )
    return World(
        root,
        taoyuan,
        linli,
        labour,
        tax,
        market,
        city,
        spinning,
        cement,
        fireworks,
        office,
        person("office", taoyuan),
        person("leader"),
        person("liaison", labour),
        plan,
    )


@pytest.fixture
def solve(drain) -> Callable[..., PairingPlan]:
    def run(plan: PairingPlan, by: User) -> PairingPlan:
        services.ask_solution(by=by, plan=plan)
        drain()
        plan.refresh_from_db()
        return plan

    return run


@pytest.fixture
def solved(drafted: World, solve, at) -> World:
    with at("2008-11-21"):
        drafted.plan = solve(drafted.plan, drafted.office)
    return drafted


def pairs_of(solution) -> set[tuple[str, str]]:
    return set(solution.pairs.values_list("agency__name", "enterprise__name"))
