"""Say what fund sources may pay, from a day on; keep the papers that say so."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from assistance.funds import queries, rules
from assistance.funds.events import LimitsChanged
from assistance.funds.kinds import aid_types as known_aid_types
from assistance.funds.models import FundSource, KindLimit, SourceLimit, SourcePaper
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_text

MOST_PAPERS = 30


@transaction.atomic
def limit_source(
    *,
    by: User | None,
    source: FundSource,
    valid_from: date,
    reason: str,
    tiers: Collection[str] = (),
    aid_types: Collection[str] = (),
) -> SourceLimit:
    """Say what a source may pay from a day on; nothing named: everything that its kind allows.

    It can only narrow what its kind and who gave the money allow. Past days stay as they were.
    """
    queries.locked_accounts(source)
    rules.check_since(valid_from, today=clock.today())
    limit = SourceLimit.objects.create(
        source=source, made_by=by, valid_from=valid_from, **_said(reason, tiers, aid_types)
    )
    record(
        by,
        "funds.source_limited",
        source,
        valid_from=valid_from,
        tiers=limit.tiers,
        aid_types=limit.aid_types,
        reason=limit.reason,
    )
    publish(LimitsChanged(source_id=source.pk, kind=source.kind, valid_from=valid_from))
    return limit


@transaction.atomic
def limit_kind(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    valid_from: date,
    reason: str,
    tiers: Collection[str] = (),
    aid_types: Collection[str] = (),
) -> KindLimit:
    """Say what money of a kind may pay at an organisation and below it, from a day on."""
    if kind not in FundSource.Kind.values:
        raise RuleBroken("source_kind_unknown", "请从列表中选择资金来源", fields={"kind": "请选择"})
    rules.check_since(valid_from, today=clock.today())
    limit = KindLimit.objects.create(
        kind=kind,
        organisation=organisation,
        made_by=by,
        valid_from=valid_from,
        **_said(reason, tiers, aid_types),
    )
    record(
        by,
        "funds.kind_limited",
        limit,
        kind=kind,
        organisation=organisation.pk,
        valid_from=valid_from,
        tiers=limit.tiers,
        aid_types=limit.aid_types,
        reason=limit.reason,
    )
    publish(LimitsChanged(source_id=None, kind=kind, valid_from=valid_from))
    return limit


@transaction.atomic
def add_papers(*, by: User, source: FundSource, papers: Sequence[StoredFile]) -> list[SourcePaper]:
    """Keep papers with a source. The same file is kept once."""
    queries.locked_accounts(source)
    here = set(source.papers.values_list("file_id", flat=True))
    new = [one for one in papers if one.pk not in here]
    if not papers:
        raise RuleBroken("file_missing", "请选择文件", fields={"papers": "请选择"})
    if len(here) + len(new) > MOST_PAPERS:
        raise RuleBroken(
            "too_many_papers",
            f"每笔资金最多{MOST_PAPERS}份文件",
            fields={"papers": f"最多{MOST_PAPERS}份"},
        )
    made = SourcePaper.objects.bulk_create(
        SourcePaper(source=source, file=one, added_by=by) for one in new
    )
    if made:
        record(by, "funds.papers_added", source, number=len(made))
    return made


def _said(
    reason: str, tiers: Collection[str], aid_types: Collection[str]
) -> "dict[str, str | list[str]]":
    return {
        "reason": check_text(reason, field="reason", label="依据", longest=rules.REASON_LENGTH),
        "tiers": rules.check_choices(tiers, list(queries.TIERS), field="tiers"),
        "aid_types": rules.check_choices(
            aid_types, [key for key, _ in known_aid_types()], field="aid_types"
        ),
    }
