"""Money that passes: allocations, returns, carry-overs."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status
from ninja.pagination import paginate

from assistance.funds import permissions, queries, schemas, services
from assistance.funds.api.parts import router, source_in_scope
from assistance.funds.models import (
    Allocation,
    AllocationQuerySet,
    CarryOver,
    FundReturn,
    FundReturnQuerySet,
)
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.web.api import Pages, acting, needs

SEE, CONFIRM = permissions.SEE_FUNDS, permissions.CONFIRM_MONEY


@router.get("/allocations", auth=needs(SEE), response=list[schemas.AllocationOut])
@paginate(Pages, ordering=("-id",))
def list_allocations(request: HttpRequest, state: str = "") -> AllocationQuerySet:
    rows = Allocation.objects.visible_to(acting(request), SEE.code)
    return _listed(rows.filter(state=state) if state else rows)


@router.get("/allocations/{int:pk}", auth=needs(SEE), response=schemas.AllocationOut)
def show_allocation(request: HttpRequest, pk: int) -> Allocation:
    return _allocation(request, pk, SEE)


@router.post(
    "/sources/{int:pk}/allocations",
    auth=needs(permissions.ALLOCATE_MONEY),
    response={201: schemas.AllocationOut},
)
def allocate(request: HttpRequest, pk: int, body: schemas.AllocationIn) -> Status[Allocation]:
    """Send money of a source to a unit below; the unit confirms that it came, or refuses it."""
    user, code = acting(request), permissions.ALLOCATE_MONEY
    source = source_in_scope(request, pk, code.code)
    to: Organisation = get_object_or_404(
        Organisation.objects.visible_to(user, code.code), pk=body.to_id
    )
    sent = services.allocate(by=user, source=source, to=to, **body.dict(exclude={"to_id"}))
    return Status(201, _allocation(request, sent.pk, code))


@router.post(
    "/allocations/{int:pk}/confirm", auth=needs(CONFIRM), response={201: schemas.AllocationOut}
)
def confirm_allocation(
    request: HttpRequest, pk: int, body: schemas.ReceivedIn
) -> Status[Allocation]:
    """The money has come: it stands in a new source of the receiver."""
    one = _allocation(request, pk, CONFIRM)
    services.confirm_allocation(by=acting(request), allocation=one, **body.dict())
    return Status(201, _allocation(request, pk, CONFIRM))


@router.post(
    "/allocations/{int:pk}/refuse", auth=needs(CONFIRM), response={201: schemas.AllocationOut}
)
def refuse_allocation(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Status[Allocation]:
    one = _allocation(request, pk, CONFIRM)
    services.refuse_allocation(by=acting(request), allocation=one, reason=body.reason)
    return Status(201, _allocation(request, pk, CONFIRM))


@router.get("/returns", auth=needs(SEE), response=list[schemas.ReturnOut])
@paginate(Pages, ordering=("-id",))
def list_returns(request: HttpRequest, state: str = "") -> FundReturnQuerySet:
    rows = FundReturn.objects.visible_to(acting(request), SEE.code)
    return rows.filter(state=state) if state else rows


@router.get("/returns/{int:pk}", auth=needs(SEE), response=schemas.ReturnOut)
def show_return(request: HttpRequest, pk: int) -> FundReturn:
    return _return(request, pk, SEE)


@router.post(
    "/sources/{int:pk}/returns",
    auth=needs(permissions.RETURN_MONEY),
    response={201: schemas.ReturnOut},
)
def return_money(request: HttpRequest, pk: int, body: schemas.ReturnIn) -> Status[FundReturn]:
    """Send back what is not spent, the way it came."""
    source = source_in_scope(request, pk, permissions.RETURN_MONEY.code)
    sent = services.return_money(by=acting(request), source=source, **body.dict())
    return Status(201, sent)


@router.post("/returns/{int:pk}/confirm", auth=needs(CONFIRM), response={201: schemas.ReturnOut})
def confirm_return(request: HttpRequest, pk: int, body: schemas.DayIn) -> Status[FundReturn]:
    one = _return(request, pk, CONFIRM)
    return Status(201, services.confirm_return(by=acting(request), returned=one, on=body.on))


@router.post("/returns/{int:pk}/refuse", auth=needs(CONFIRM), response={201: schemas.ReturnOut})
def refuse_return(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Status[FundReturn]:
    one = _return(request, pk, CONFIRM)
    told = services.refuse_return(by=acting(request), returned=one, reason=body.reason)
    return Status(201, told)


@router.get("/to-carry", auth=needs(permissions.CARRY_OVER), response=schemas.ToCarryOut)
def to_carry(request: HttpRequest, organisation_id: int, year: int) -> schemas.ToCarryOut:
    """What a year of an organisation has left, and what stands in the way of carrying it."""
    left = queries.to_carry(_book(request, organisation_id), year)
    return schemas.ToCarryOut(
        organisation_id=organisation_id,
        year=year,
        total=left.total,
        standing=left.standing,
        rows=[
            schemas.LeftOut(
                source_id=source.pk,
                available=one.available,
                reserved=one.reserved,
                in_transit=one.in_transit,
            )
            for source, one in left.rows
        ],
    )


@router.post("/carry-overs", auth=needs(permissions.CARRY_OVER), response={201: schemas.CarryOut})
def carry_over(request: HttpRequest, body: schemas.CarryIn) -> Status[CarryOver]:
    """Carry what a year has left into the next year's sources, once under a key."""
    act = services.carry_over(
        by=acting(request),
        organisation=_book(request, body.organisation_id),
        **body.dict(exclude={"organisation_id"}),
    )
    return Status(201, CarryOver.objects.prefetch_related("lines").get(pk=act.pk))


@router.get("/carry-overs/{int:pk}", auth=needs(SEE), response=schemas.CarryOut)
def show_carry_over(request: HttpRequest, pk: int) -> CarryOver:
    acts = CarryOver.objects.visible_to(acting(request), SEE.code)
    return get_object_or_404(acts.prefetch_related("lines"), pk=pk)


def _listed(rows: AllocationQuerySet) -> AllocationQuerySet:
    return queries.in_lists(rows).select_related("received_entry")


def _allocation(request: HttpRequest, pk: int, permission: Permission) -> Allocation:
    rows = Allocation.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(_listed(rows), pk=pk)


def _return(request: HttpRequest, pk: int, permission: Permission) -> FundReturn:
    rows = FundReturn.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(rows, pk=pk)


def _book(request: HttpRequest, pk: int) -> Organisation:
    books = Organisation.objects.visible_to(acting(request), permissions.CARRY_OVER.code)
    found: Organisation = get_object_or_404(books, pk=pk)
    return found
