"""Open fund sources."""

from django.db import IntegrityError, transaction

from assistance.funds import rules
from assistance.funds.models import Account, FundSource
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken


@transaction.atomic
def open_source(
    *,
    by: User | None,
    organisation: Organisation,
    kind: str,
    name: str,
    year: int,
    document_no: str = "",
) -> FundSource:
    """Open a fund source with its accounts, under a name that is new for its year."""
    name, document_no = (text.replace("\x00", "").strip() for text in (name, document_no))
    if kind not in FundSource.Kind.values:
        raise RuleBroken("source_kind_unknown", "请从列表中选择资金来源", fields={"kind": "请选择"})
    if not name:
        raise RuleBroken("name_missing", "请填写资金名称", fields={"name": "不能为空"})
    rules.check_length(name, field="name", label="名称", longest=80)
    rules.check_length(document_no, field="document_no", label="文号", longest=60)
    rules.check_year(year)
    taken = RuleBroken(
        "source_exists",
        f"“{organisation}”{year}年度已有“{name}”，请换一个名称",
        fields={"name": "已存在"},
    )
    if FundSource.objects.filter(organisation=organisation, year=year, name=name).exists():
        raise taken
    try:
        with transaction.atomic():
            source = FundSource.objects.create(
                organisation=organisation, kind=kind, name=name, year=year, document_no=document_no
            )
    except IntegrityError as error:  # somebody opened it in the same moment
        if "fund_source_once" in str(error):
            raise taken from None
        raise
    Account.objects.bulk_create(Account(source=source, kind=one) for one in Account.Kind)
    record(by, "funds.source_opened", source, kind=kind, year=year, organisation=organisation.pk)
    return source
