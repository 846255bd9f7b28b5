"""A plan's inputs as of now: profiles, places, last year's pairs and rulings, as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import numpy as np

from assistance.pairing.models import GroupMember, PairingGroup
from assistance.pairing.rules import LINK_POINTS
from assistance.planning.kinds import SERVES, Function, Industry, Need, OperatingState
from assistance.planning.matching import PARTS, Problem
from assistance.planning.models import AgencyProfile, EnterpriseProfile, PairingPlan, Ruling
from assistance.planning.queries.areas import Areas
from ground.accounts.models import Organisation, below

NEED_BIT = {need.value: 1 << place for place, need in enumerate(Need)}
SECTION_BIT = {section.value: 1 << place for place, section in enumerate(Industry)}
SERVED_BITS = {
    function.value: sum(NEED_BIT[need.value] for need in SERVES[function]) for function in Function
}

Pair = tuple[int, int]


@dataclass(frozen=True)
class Inputs:
    """The problem, and who stands behind its numbers: profiles with their organisations."""

    problem: Problem
    agencies: Sequence[AgencyProfile]
    enterprises: Sequence[EnterpriseProfile]
    areas: Areas
    pin_reasons: Mapping[Pair, str]  # (agency, enterprise) as numbers of the problem
    lost_pins: Sequence[Ruling]  # one side takes no part


def inputs_of(plan: PairingPlan) -> Inputs:
    """Everything that a solution depends on. A dozen queries, however large the plan.

    Enterprises that a group of this year already links are left out, and its agencies have so much
    less room: a later round goes on where the earlier ended. What ended this year is not paired
    again.
    """
    inside = below("organisation__path", [plan.organisation.path])
    agencies = list(
        AgencyProfile.objects.filter(inside, organisation__is_active=True, capacity__gt=0)
        .exclude(organisation__kind__in=LINK_POINTS)
        .select_related("organisation")
        .order_by("organisation__path")
    )
    linked, busy, over = _this_year(plan)
    enterprises = list(
        EnterpriseProfile.objects.filter(
            inside, organisation__is_active=True, organisation__kind__in=LINK_POINTS
        )
        .exclude(operating_state=OperatingState.CLOSED)
        .exclude(organisation__in=linked)
        .select_related("organisation")
        .order_by("organisation__path")
    )
    agency_at = {one.organisation_id: at for at, one in enumerate(agencies)}
    enterprise_at = {one.organisation_id: at for at, one in enumerate(enterprises)}

    def numbered(pairs: Iterable[Pair]) -> list[Pair]:
        return [
            (agency_at[agency], enterprise_at[enterprise])
            for agency, enterprise in pairs
            if agency in agency_at and enterprise in enterprise_at
        ]

    rulings = list(plan.rulings.select_related("agency", "enterprise"))
    pins = {
        pair: one.reason
        for one in rulings
        if one.kind == Ruling.Kind.PIN
        for pair in numbered([(one.agency_id, one.enterprise_id)])
    }
    forbidden = numbered(
        (one.agency_id, one.enterprise_id) for one in rulings if one.kind == Ruling.Kind.FORBID
    )
    areas = Areas(
        plan.organisation,
        [one.organisation for one in agencies],
        [one.organisation for one in enterprises],
    )
    capacity = [max(one.capacity - busy.get(one.organisation_id, 0), 0) for one in agencies]
    ended = [pair for pair in numbered(over) if pair not in pins]
    problem = Problem(
        capacity=_ints(capacity),
        serves=_ints(_any_of(one.functions, SERVED_BITS) for one in agencies),
        industries=_ints(_any_of(one.industries, SECTION_BIT) for one in agencies),
        headcount=_ints(one.headcount for one in agencies),
        area_column=areas.area_column,
        area=areas.area,
        agency_near=areas.agency_near,
        agency_place=_places(agencies),
        team=_ints(one.team_size for one in enterprises),
        needs=_ints(_any_of(one.needs, NEED_BIT) for one in enterprises),
        industry=_ints(SECTION_BIT.get(one.industry, 0) for one in enterprises),
        employees=_ints(one.employees for one in enterprises),
        hardship=_ints(one.hardship_count for one in enterprises),
        chain=areas.chain,
        enterprise_near=areas.enterprise_near,
        enterprise_place=_places(enterprises),
        weights={part: int(plan.weights[part]) for part in PARTS},
        continued=_pairs(numbered(_last_year(plan))),
        pinned=_pairs(pins),
        forbidden=_pairs({*forbidden, *ended}),
    )
    lost = [
        one
        for one in rulings
        if one.kind == Ruling.Kind.PIN and not numbered([(one.agency_id, one.enterprise_id)])
    ]
    return Inputs(problem, agencies, enterprises, areas, pins, lost)


def _this_year(plan: PairingPlan) -> tuple[set[int], dict[int, int], set[Pair]]:
    """Link points linked already, how many each agency has, and pairs that ended this year."""
    rows = (
        GroupMember.objects.filter(
            below("group__link_point__path", [plan.organisation.path]), group__year=plan.year
        )
        .order_by()
        .values_list("group__state", "agency_id", "group__link_point_id", "left_on")
    )
    linked, busy, over = set(), dict[int, int](), set()
    for state, agency, link_point, left_on in rows:
        if state == PairingGroup.State.ENDED:
            over.add((agency, link_point))
            continue
        linked.add(link_point)
        if left_on is None:
            busy[agency] = busy.get(agency, 0) + 1
    return linked, busy, over


def _last_year(plan: PairingPlan) -> set[Pair]:
    rows = GroupMember.objects.filter(
        below("group__link_point__path", [plan.organisation.path]),
        group__year=plan.year - 1,
        left_on__isnull=True,
    ).exclude(group__state=PairingGroup.State.PROPOSED)
    return set(rows.order_by().values_list("agency_id", "group__link_point_id"))


def _any_of(values: Iterable[str], bits: Mapping[str, int]) -> int:
    mask = 0
    for value in values:
        mask |= bits.get(value, 0)
    return mask


def _ints(values: Iterable[int]) -> Any:
    return np.array(list(values), dtype=np.int64)


def _pairs(pairs: Iterable[Pair]) -> Any:
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def _places(profiles: Sequence[AgencyProfile | EnterpriseProfile]) -> Any:
    """Unit vectors on the globe; NaN where the place is not known."""
    places = np.full((len(profiles), 3), np.nan, dtype=np.float32)
    for at, one in enumerate(profiles):
        if one.latitude is not None and one.longitude is not None:
            north, east = radians(one.latitude), radians(one.longitude)
            places[at] = cos(north) * cos(east), cos(north) * sin(east), sin(north)
    return places


def without_profile(organisation: Organisation) -> dict[str, int]:
    """How many agencies and link points below an office have no profile, and so take no part."""
    rows = Organisation.objects.filter(below("path", [organisation.path]), is_active=True)
    return {
        "agencies": rows.filter(kind=Organisation.Kind.AGENCY, agency_profile__isnull=True).count(),
        "enterprises": rows.filter(
            kind=Organisation.Kind.ENTERPRISE, enterprise_profile__isnull=True
        ).count(),
    }
