"""Open fund sources: by hand for money from outside, or for money that was passed on."""

from collections.abc import Collection, Sequence
from hashlib import sha256

from django.db import IntegrityError, transaction

from assistance.funds import queries, rules
from assistance.funds.models import Account, Allocation, FundSource
from assistance.funds.services.limits import add_papers, limit_source
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import Refusal, check_text, stripped

OPENED = "设立资金时确定"


@transaction.atomic
def open_source(
    *,
    by: User | None,
    organisation: Organisation,
    kind: str,
    name: str,
    year: int,
    document_no: str = "",
    donor: str = "",
    wish: str = "",
    tiers: Collection[str] = (),
    aid_types: Collection[str] = (),
    papers: Sequence[StoredFile] = (),
) -> FundSource:
    """Open a fund source with its accounts, under a name that is new for its year.

    `tiers` and `aid_types` are what it may pay (none: all that its kind allows); donor and wish are
    those of a donation.
    """
    if kind not in FundSource.Kind.values:
        raise RuleBroken("source_kind_unknown", "请从列表中选择资金来源", fields={"kind": "请选择"})
    rules.check_keeper(organisation.kind, label=organisation.name, field="organisation")
    name = check_text(
        name,
        field="name",
        label="名称",
        longest=rules.NAME_LENGTH,
        read=stripped,
        missing=Refusal("name_missing", "请填写资金{label}", "不能为空"),
    )
    document_no = check_text(
        document_no, field="document_no", label="文号", longest=60, needed=False, read=stripped
    )
    rules.check_year(year)
    donor, wish = (
        check_text(text, field=field, label=label, longest=longest, needed=False)
        for text, field, label, longest in (
            (donor, "donor", "捐赠人", rules.DONOR_LENGTH),
            (wish, "wish", "捐赠意愿", rules.WISH_LENGTH),
        )
    )
    rules.check_donor(is_donation=kind == FundSource.Kind.DONATION, donor=donor, wish=wish)
    source = _opened(
        by,
        FundSource(
            organisation=organisation,
            kind=kind,
            name=name,
            year=year,
            document_no=document_no,
            donor=donor,
            wish=wish,
        ),
    )
    if tiers or aid_types:
        limit_source(
            by=by,
            source=source,
            valid_from=clock.today(),
            reason=OPENED,
            tiers=tiers,
            aid_types=aid_types,
        )
    if papers and by:
        add_papers(by=by, source=source, papers=papers)
    return source


def open_from_allocation(*, by: User, allocation: Allocation, name: str = "") -> FundSource:
    """The receiver's source for what an allocation brought: its kind, its donor and wish, its year."""
    giver = allocation.source
    name = check_text(name, field="name", label="名称", longest=rules.NAME_LENGTH, needed=False)
    return _opened(
        by,
        FundSource(
            organisation=allocation.to,
            kind=rules.kind_below(giver.kind),
            name=name or queries.name_below(allocation),
            year=giver.year,
            document_no=allocation.document_no or giver.document_no,
            donor=giver.donor,
            wish=giver.wish,
            origin_id=giver.origin_id or giver.pk,
            allocation=allocation,
        ),
    )


def open_next_year(*, by: User, source: FundSource) -> FundSource:
    """Next year's source for what a source has left: the same in everything, its limit too."""
    year = source.year + 1
    opened = _opened(
        by,
        FundSource(
            organisation=source.organisation,
            kind=source.kind,
            name=queries.name_free(source.organisation, year, source.name, "上年结转"),
            year=year,
            document_no=source.document_no,
            donor=source.donor,
            wish=source.wish,
            origin_id=source.origin_id or source.pk,
            allocation_id=source.allocation_id,
            carried_from=source,
        ),
    )
    today = clock.today()
    rows = list(source.limits.order_by("valid_from", "pk"))
    held = [row for row in rows if row.valid_from <= today][-1:]
    for row in held + [row for row in rows if row.valid_from > today]:
        limit_source(
            by=by,
            source=opened,
            valid_from=max(row.valid_from, today),
            reason=row.reason,
            tiers=row.tiers,
            aid_types=row.aid_types,
        )
    return opened


def _opened(by: User | None, source: FundSource) -> FundSource:
    organisation, year = source.organisation, source.year
    taken = RuleBroken(
        "source_exists", f"“{organisation}”{year}年度已有“{source.name}”，请换一个名称"
    ).beside("name")
    if FundSource.objects.filter(organisation=organisation, year=year, name=source.name).exists():
        raise taken
    try:
        with transaction.atomic():
            source.save(force_insert=True)
    except IntegrityError as error:  # somebody opened it in the same moment
        if "fund_source_once" in str(error):
            raise taken from None
        raise
    Account.objects.bulk_create(Account(source=source, kind=one) for one in Account.Kind)
    told = {"gift": _gift(source)} if source.kind == FundSource.Kind.DONATION else {}
    record(
        by,
        "funds.source_opened",
        source,
        kind=source.kind,
        year=year,
        organisation=organisation.pk,
        **told,
    )
    return source


def _gift(source: FundSource) -> str:
    """What the trail keeps of donor and wish without naming them: a verification compares it."""
    return sha256(f"{source.donor}\n{source.wish}".encode()).hexdigest()
