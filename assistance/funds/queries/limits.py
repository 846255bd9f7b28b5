"""What fund sources may pay on a day: of one or of many, in as many queries."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

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
        way = _way_up(source, above)
        general = {
            row.pk: _limit(f"{step.get_kind_display()}资金", row)
            for step in way
            for row in _in_force(of_kinds, step.kind, step.organisation.path)
        }
        said = [_limit(f"“{step}”", own[step.pk]) for step in way if step.pk in own]
        found[source.pk] = Allowed(limits=(*general.values(), *said))
    return found


def limits_of_kinds(on: date, path: str) -> list[KindLimit]:
    """The rows in force on a day for an organisation: of each kind one for every level that has any."""
    rows = KindLimit.objects.filter(valid_from__lte=on).select_related("organisation", "made_by")
    best = sorted(rows, key=_weight, reverse=True)
    return [row for kind in FundSource.Kind.values for row in _in_force(best, kind, path)]


def coming_of(source: FundSource, today: date) -> list[Limit]:
    """What this source may pay from a later day on, by day: of its kind, of who gave it, its own."""
    way = _way_up(source, _givers([source]))
    known = {step.pk: step for step in way}
    later = {"valid_from__gt": today}
    own = SourceLimit.objects.filter(source__in=known, **later).order_by("pk")
    kinds = KindLimit.objects.filter(kind__in={step.kind for step in way}, **later)
    said: list[tuple[str, SourceLimit | KindLimit]] = [
        (f"{step.get_kind_display()}资金", row)
        for row in kinds.select_related("organisation").order_by("pk")
        for step in way
        if row.kind == step.kind and _reaches(row, step.organisation.path)
    ]
    said += [(f"“{known[row.source_id]}”", row) for row in own]
    # Of one day the last row counts.
    last = {(of, _whose(row), row.valid_from): _limit(of, row) for of, row in said}
    return sorted(last.values(), key=lambda one: one.since)


def standing_of(rows: Iterable[SourceLimit | KindLimit], today: date) -> dict[int, str]:
    """How each row stands on a day, in words, by pk: in force, to come, replaced or over."""
    told: dict[int, str] = {}
    after: dict[object, date] = {}  # of whom → from when the row after this one holds
    for row in sorted(rows, key=lambda one: (one.valid_from, one.pk), reverse=True):
        whose = row.source_id if isinstance(row, SourceLimit) else (row.kind, row.organisation_id)
        next_from = after.get(whose)
        if next_from == row.valid_from:
            told[row.pk] = "已被同日的规定代替"
        elif row.valid_from > today:
            told[row.pk] = "尚未生效"
        elif next_from is None or next_from > today:
            told[row.pk] = "现行"
        else:
            told[row.pk] = f"至{next_from - timedelta(days=1)}"
        after[whose] = row.valid_from
    return told


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
    """The lowest organisation first, of each the latest day, of a day the last row."""
    return (len(row.organisation.path) if row.organisation else 0, row.valid_from, row.pk)


def _in_force(rows: list[KindLimit], kind: str, path: str) -> list[KindLimit]:
    """Of each level of the tree its last row, the highest first: each of them can only narrow.

    What the program brought holds where no organisation has said anything. `rows` by `_weight`, the
    weightiest first.
    """
    last: dict[int | None, KindLimit] = {}
    for row in rows:
        if row.kind == kind and _reaches(row, path):
            last.setdefault(row.organisation_id, row)
    brought = last.pop(None, None)
    return list(reversed(last.values())) or ([brought] if brought else [])


def _way_up(source: FundSource, above: Mapping[int, FundSource]) -> list[FundSource]:
    """A source, the one that gave it its money, and so on."""
    way = [source]
    while way[-1].pk in above:
        way.append(above[way[-1].pk])
    return way


def _whose(row: SourceLimit | KindLimit) -> object:
    return row.source_id if isinstance(row, SourceLimit) else (row.kind, row.organisation_id)


def _reaches(row: KindLimit, path: str) -> bool:
    return row.organisation is None or path.startswith(row.organisation.path)


def _limit(of: str, row: SourceLimit | KindLimit) -> Limit:
    types = dict(aid_types())
    return Limit(
        of=of,
        tiers={one: TIERS.get(one, one) for one in row.tiers},
        aid_types={one: types.get(one, one) for one in row.aid_types},
        since=row.valid_from,
        reason=row.reason,
    )
