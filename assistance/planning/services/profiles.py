"""What is known of agencies and enterprises: one, or thousands at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from assistance.pairing.rules import LINK_POINTS
from assistance.planning import kinds, rules
from assistance.planning.events import ProfileChanged
from assistance.planning.models import AgencyProfile, EnterpriseProfile
from ground.accounts.models import Organisation, User
from ground.audit.services import record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

Row = tuple[Organisation, Mapping[str, Any]]

CHUNK = 2000
AGENCY_FIELDS = (
    "sector",
    "functions",
    "industries",
    "headcount",
    "capacity",
    "leader_in_charge",
    "liaison",
    "latitude",
    "longitude",
)
ENTERPRISE_FIELDS = (
    "ownership",
    "industry",
    "scale",
    "employees",
    "hardship_count",
    "operating_state",
    "needs",
    "difficulties",
    "social_insurance",
    "union_established",
    "workers_congress",
    "collective_contract_until",
    "team_size",
    "latitude",
    "longitude",
)


def keep_agency_profile(*, by: User, organisation: Organisation, **values: Any) -> AgencyProfile:
    """Write down what an agency can do. Fields that are not named stay as they are."""
    [kept] = keep_agency_profiles(by=by, rows=[(organisation, values)])
    return kept


def keep_enterprise_profile(
    *, by: User, organisation: Organisation, **values: Any
) -> EnterpriseProfile:
    """Write down how an enterprise stands. Fields that are not named stay as they are."""
    [kept] = keep_enterprise_profiles(by=by, rows=[(organisation, values)])
    return kept


@transaction.atomic
def keep_agency_profiles(*, by: User, rows: Sequence[Row]) -> list[AgencyProfile]:
    """Many agencies at once: all of them, or none. An unchanged profile leaves no line."""
    known = _locked(AgencyProfile, rows)
    kept, changed = [], {}
    for organisation, values in rows:
        if organisation.kind in LINK_POINTS:
            raise RuleBroken("not_an_agency", f"“{organisation}”是企业或社区，没有参联单位情况")
        profile = known.get(organisation.pk) or AgencyProfile(organisation=organisation)
        fields = _applied(profile, values, AGENCY_FIELDS)
        profile.functions = rules.check_known("functions", profile.functions, kinds.Function.values)
        profile.industries = rules.check_known(
            "industries", profile.industries, kinds.Industry.values
        )
        rules.check_known("sector", [profile.sector] if profile.sector else [], kinds.Sector.values)
        rules.check_count("headcount", "干部人数", profile.headcount, least=0, most=100_000)
        rules.check_count(
            "capacity", "可联系企业数", profile.capacity, least=0, most=rules.MOST_TAKEN_ON
        )
        rules.check_place(profile.latitude, profile.longitude)
        if fields:
            changed[organisation.pk] = fields
        kept.append(profile)
    _write(by, AgencyProfile, kept, changed, AGENCY_FIELDS, kind="agency")
    return kept


@transaction.atomic
def keep_enterprise_profiles(*, by: User, rows: Sequence[Row]) -> list[EnterpriseProfile]:
    """Many enterprises at once: all of them, or none. An unchanged profile leaves no line."""
    known = _locked(EnterpriseProfile, rows)
    kept, changed = [], {}
    for organisation, values in rows:
        if organisation.kind not in LINK_POINTS:
            raise RuleBroken("not_a_link_point", f"“{organisation}”不是企业、社区或村")
        profile = known.get(organisation.pk) or EnterpriseProfile(organisation=organisation)
        fields = _applied(profile, values, ENTERPRISE_FIELDS)
        _check_enterprise(profile)
        if fields:
            changed[organisation.pk] = fields
        kept.append(profile)
    _write(by, EnterpriseProfile, kept, changed, ENTERPRISE_FIELDS, kind="enterprise")
    return kept


def _check_enterprise(profile: EnterpriseProfile) -> None:
    for field, vocabulary in (
        ("ownership", kinds.Ownership),
        ("industry", kinds.Industry),
        ("scale", kinds.Scale),
        ("operating_state", kinds.OperatingState),
    ):
        value = getattr(profile, field)
        rules.check_known(field, [value] if value else [], vocabulary.values)
    profile.needs = rules.check_known("needs", profile.needs, kinds.Need.values)
    insurance = profile.social_insurance
    rules.check_known("social_insurance", list(insurance), kinds.Insurance.values)
    rules.check_known("social_insurance", list(insurance.values()), kinds.Coverage.values)
    most = rules.MOST_PEOPLE
    rules.check_count("employees", "职工人数", profile.employees, least=0, most=most)
    rules.check_count("hardship_count", "困难职工人数", profile.hardship_count, least=0, most=most)
    rules.check_count(
        "team_size", "需要联系单位数", profile.team_size, least=1, most=rules.MOST_TAKEN_ON
    )
    rules.check_place(profile.latitude, profile.longitude)


def _locked(model: type[Any], rows: Sequence[Row]) -> dict[int, Any]:
    ids = [organisation.pk for organisation, _ in rows]
    list(
        Organisation.objects.filter(pk__in=ids)
        .order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk")
    )
    return {one.organisation_id: one for one in model.objects.filter(organisation__in=ids)}


def _applied(profile: Any, values: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    """Set the values that are given; the names of those that changed, all of them on a new one."""
    changed = []
    for field in fields:
        if field in values and (profile.pk is None or getattr(profile, field) != values[field]):
            setattr(profile, field, values[field])
            changed.append(field)
    return changed or (["organisation"] if profile.pk is None else [])


def _write(
    by: User,
    model: type[Any],
    kept: Sequence[Any],
    changed: Mapping[int, list[str]],
    fields: Sequence[str],
    *,
    kind: str,
) -> None:
    written = [one for one in kept if one.organisation_id in changed]
    for one in written:
        one.updated_at = clock.now()
    model.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=[*fields, "updated_at"],
        batch_size=CHUNK,
    )
    record_many(
        by,
        f"planning.{kind}_profile_kept",
        (
            (
                f"accounts.organisation:{one.organisation_id}",
                {"fields": changed[one.organisation_id]},
            )
            for one in written
        ),
    )
    if written:
        publish(
            *(ProfileChanged(organisation_id=one.organisation_id, kind=kind) for one in written)
        )
