"""What fund sources may pay on a day: of one or of many, in as many queries."""

from collections.abc import Iterable, Mapping
from datetime import date

from assistance.funds.kinds import aid_types, label_of_aid_type
from assistance.funds.models import Allocation, FundSource, KindLimit, SourceLimit
from assistance.funds.rules import Allowed, Limit
from assistance.households.models import HardshipFile
from ground.kernel import clock

TIERS: Mapping[str, str] = dict(HardshipFile.Tier.choices)


def may_pay(source: FundSource, *, tier: str, aid_type: str, on: date | None = None) -> str:
    """Why this source may not pay this on a day, as a sentence; empty where it may.

    `tier` is that of the family's file, empty for who has none. For many payments ask once by
    `allowed_of` and then `refusal_of` for each.
    """
    return refusal_of(allowed_of([source], on or clock.today())[source.pk], tier, aid_type)


def refusal_of(allowed: Allowed, tier: str, aid_type: str) -> str:
    return allowed.refusal(
        tier=tier,
        tier_label=TIERS.get(tier, ""),
        aid_type=aid_type,
        aid_type_label=label_of_aid_type(aid_type),
    )


def allowed_of(sources: Iterable[FundSource], on: date) -> dict[int, Allowed]:
    """What each of these sources, read with their organisations, may pay on a day.

    Two queries, and one for each level above them.
    """
    asked = list(sources)
    known, above = {one.pk: one for one in asked}, _givers(asked)
    for one in above.values():
        known.setdefault(one.pk, one)
    own = _own_limits(known, on)
    of_kinds = _kind_limits(known.values(), on)
    found = {}
    for source in asked:
        limits = []
        if general := _nearest(of_kinds, source):
            limits.append(_limit(f"{source.get_kind_display()}资金", general))
        step: FundSource | None = source
        while step is not None:
            if step.pk in own:
                limits.append(_limit(f"“{step}”", own[step.pk]))
            step = above.get(step.pk)
        found[source.pk] = Allowed(limits=tuple(limits))
    return found


def limits_of_kinds(on: date, path: str) -> list[KindLimit]:
    """The rows in force on a day for an organisation: one for each kind that has any."""
    rows = KindLimit.objects.filter(valid_from__lte=on).select_related("organisation", "made_by")
    best: dict[str, KindLimit] = {}
    for row in sorted(rows, key=_weight):
        if row.organisation is None or path.startswith(row.organisation.path):
            best[row.kind] = row
    return [best[kind] for kind in FundSource.Kind.values if kind in best]


def tiers_in_words(tiers: Iterable[str]) -> str:
    return "、".join(TIERS.get(one, one) for one in tiers) or "不限"


def aid_types_in_words(keys: Iterable[str]) -> str:
    return "、".join(label_of_aid_type(one) for one in keys) or "不限"


def _givers(sources: list[FundSource]) -> dict[int, FundSource]:
    """The source above each source, all the way up, by the pk of the one below. A query a level."""
    above: dict[int, FundSource] = {}
    level = sources
    while level := [one for one in level if one.allocation_id and one.pk not in above]:
        wanted = {one.allocation_id for one in level}
        rows = Allocation.objects.filter(pk__in=wanted).select_related("source__organisation")
        found = {row.pk: row.source for row in rows}
        for one in level:
            above[one.pk] = found[one.allocation_id or 0]
        level = list(found.values())
    return above


def _own_limits(sources: Iterable[int], on: date) -> dict[int, SourceLimit]:
    rows = SourceLimit.objects.filter(source__in=list(sources), valid_from__lte=on)
    return {row.source_id: row for row in rows.order_by("valid_from", "pk")}


def _kind_limits(sources: Iterable[FundSource], on: date) -> list[KindLimit]:
    kinds = {one.kind for one in sources}
    rows = KindLimit.objects.filter(kind__in=kinds, valid_from__lte=on)
    return sorted(rows.select_related("organisation"), key=_weight, reverse=True)


def _weight(row: KindLimit) -> tuple[int, date, int]:
    """The nearest organisation counts, then the latest day, then the last row."""
    return (len(row.organisation.path) if row.organisation else 0, row.valid_from, row.pk)


def _nearest(rows: list[KindLimit], source: FundSource) -> KindLimit | None:
    for row in rows:
        near = row.organisation is None or source.organisation.path.startswith(
            row.organisation.path
        )
        if row.kind == source.kind and near:
            return row
    return None


def _limit(of: str, row: SourceLimit | KindLimit) -> Limit:
    types = dict(aid_types())
    return Limit(
        of=of,
        tiers={one: TIERS.get(one, one) for one in row.tiers},
        aid_types={one: types.get(one, one) for one in row.aid_types},
        since=row.valid_from,
        reason=row.reason,
    )
