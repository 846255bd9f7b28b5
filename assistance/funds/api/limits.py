"""What sources may pay, and where money came from and went."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status

from assistance.funds import queries, rules, schemas, services
from assistance.funds.api.parts import router, source_in_scope
from assistance.funds.kinds import aid_types
from assistance.funds.models import FundSource, KindLimit, SourceLimit
from assistance.funds.permissions import KEEP_LIMITS, SEE_FUNDS
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.web.api import acting, needs


@router.get("/sources/{int:pk}/limits", auth=needs(SEE_FUNDS), response=list[schemas.LimitOut])
def limits_of_source(request: HttpRequest, pk: int) -> list[SourceLimit]:
    """Every row of a source's own limit, newest first."""
    source = source_in_scope(request, pk, SEE_FUNDS.code)
    return list(source.limits.order_by("-valid_from", "-pk"))


@router.post("/sources/{int:pk}/limits", auth=needs(KEEP_LIMITS), response={201: schemas.LimitOut})
def limit_source(request: HttpRequest, pk: int, body: schemas.LimitIn) -> Status[SourceLimit]:
    source = source_in_scope(request, pk, KEEP_LIMITS.code)
    return Status(201, services.limit_source(by=acting(request), source=source, **body.dict()))


@router.get("/sources/{int:pk}/may-pay", auth=needs(SEE_FUNDS), response=schemas.MayPayOut)
def may_pay(
    request: HttpRequest, pk: int, aid_type: str = "", tier: str = "", on: date | None = None
) -> schemas.MayPayOut:
    """Whether a source may pay an item to a family with a file of a tier (none: without file)."""
    source = source_in_scope(request, pk, SEE_FUNDS.code)
    rules.check_choices([aid_type], [key for key, _ in aid_types()], field="aid_type")
    why_not = queries.may_pay(source, tier=tier, aid_type=aid_type, on=on)
    return schemas.MayPayOut(may_pay=not why_not, why_not=why_not)


@router.get("/limits", auth=needs(SEE_FUNDS), response=list[schemas.KindLimitOut])
def limits_of_kinds(request: HttpRequest, on: date | None = None) -> list[KindLimit]:
    """What money of each kind may pay at one's own organisation on a day."""
    path = acting(request).organisation.path
    return queries.limits_of_kinds(on or clock.today(), path)


@router.post("/limits", auth=needs(KEEP_LIMITS), response={201: schemas.KindLimitOut})
def limit_kind(request: HttpRequest, body: schemas.KindLimitIn) -> Status[KindLimit]:
    user = acting(request)
    organisation: Organisation = get_object_or_404(
        Organisation.objects.visible_to(user, KEEP_LIMITS.code), pk=body.organisation_id
    )
    made = services.limit_kind(
        by=user, organisation=organisation, **body.dict(exclude={"organisation_id"})
    )
    return Status(201, made)


@router.get("/distribution", auth=needs(SEE_FUNDS), response=schemas.DistributionOut)
def distribution(request: HttpRequest, on: date | None = None) -> schemas.DistributionOut:
    """资金来源与分配表 of one's area at the end of a day."""
    sources = FundSource.objects.visible_to(acting(request), SEE_FUNDS.code)
    table = queries.distribution(on or clock.today(), sources)
    return schemas.DistributionOut(
        on=table.on,
        received=table.received,
        left=table.left,
        shares=[
            schemas.ShareOut(
                source_id=one.source.pk,
                document_no=one.source.document_no,
                granted=one.balances.granted,
                from_inside=one.from_inside,
                given=[schemas.GivenOut(unit=each.unit, amount=each.amount) for each in one.given],
                spent=one.balances.spent,
                returned=one.balances.returned,
                carried=one.balances.carried,
                left=one.left,
                in_transit=one.balances.in_transit,
                rate=one.rate,
            )
            for one in table.shares
        ],
    )
