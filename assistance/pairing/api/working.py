"""Cadres, work plans and contact cards."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status
from ninja.pagination import paginate

from assistance.pairing import permissions, schemas, services
from assistance.pairing.api.parts import all_known, members_of, router
from assistance.pairing.models import Cadre, ContactCard, PairingGroup, WorkPlanItem
from assistance.pairing.rules import NewHolder
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.web.api import Pages, acting, needs

SEE, KEEP, WRITE, ISSUE = (
    permissions.SEE_GROUPS,
    permissions.KEEP_CADRES,
    permissions.WRITE_PLAN,
    permissions.ISSUE_CARDS,
)


@router.get("/cadres", response=list[schemas.CadreOut], auth=needs(SEE))
@paginate(Pages, ordering=("-id",))
def cadres(request: HttpRequest, agency_id: int | None = None) -> QuerySet[Cadre]:
    """The cadres of the agencies that you see, those who left included."""
    rows = Cadre.objects.visible_to(acting(request), SEE.code).select_related("agency")
    return rows if agency_id is None else rows.filter(agency_id=agency_id)


@router.post("/cadres", response={201: schemas.CadreOut}, auth=needs(KEEP))
def add_cadre(request: HttpRequest, body: schemas.CadreIn) -> Any:
    """Put a cadre of an agency on the list."""
    user = acting(request)
    among = Organisation.objects.visible_to(user, KEEP.code)
    known = {one.pk: one for one in among.filter(pk=body.agency_id)}
    all_known({body.agency_id}, known)
    cadre = services.add_cadre(
        by=user,
        agency=known[body.agency_id],
        name=body.name,
        post=body.post,
        mobile=body.mobile,
        joined_on=body.joined_on,
    )
    return Status(201, cadre)


@router.post("/cadres/{pk}/leave", response={201: schemas.CadreOut}, auth=needs(KEEP))
def leave_cadre(request: HttpRequest, pk: int, body: schemas.LeavingIn) -> Any:
    """Let a cadre leave; whoever holds families needs a successor, who takes over."""
    user = acting(request)
    kept = Cadre.objects.visible_to(user, KEEP.code)
    cadre = get_object_or_404(kept, pk=pk)
    successor = None if body.successor_id is None else get_object_or_404(kept, pk=body.successor_id)
    return Status(
        201,
        services.leave_cadre(
            by=user, cadre=cadre, on=body.on, reason=body.reason, successor=successor
        ),
    )


@router.get("/groups/{pk}/plan", response=list[schemas.PlanItemOut], auth=needs(SEE))
def plan(request: HttpRequest, pk: int) -> Any:
    """The lines of a group's work plan, by their day."""
    visible = PairingGroup.objects.visible_to(acting(request), SEE.code)
    return get_object_or_404(visible, pk=pk).plan_items.select_related("agency")


@router.post("/groups/{pk}/plan", response={201: schemas.PlanItemOut}, auth=needs(WRITE))
def add_plan_item(request: HttpRequest, pk: int, body: schemas.PlanItemIn) -> Any:
    """Add a line to a group's work plan."""
    group = _led_group(request, pk, WRITE)
    agencies = members_of(group)
    all_known({body.agency_id}, agencies)
    item = services.write_plan_item(
        by=acting(request),
        group=group,
        kind=body.kind,
        agency=agencies[body.agency_id],
        content=body.content,
        due_on=body.due_on,
        responsible=body.responsible,
        measure=body.measure,
    )
    return Status(201, item)


@router.post("/plan-items/{pk}/assign", response={201: schemas.TaskOut}, auth=needs(WRITE))
def assign_plan_item(request: HttpRequest, pk: int) -> Any:
    """Make a line of the plan a task of its agency."""
    return Status(201, services.assign_plan_item(by=acting(request), item=_led_item(request, pk)))


@router.post("/plan-items/{pk}/finish", response={201: schemas.PlanItemOut}, auth=needs(WRITE))
def finish_plan_item(request: HttpRequest, pk: int, body: schemas.FinishIn) -> Any:
    """Say that a line without a task has been carried out."""
    item = _led_item(request, pk)
    finished = services.finish_plan_item(
        by=acting(request), item=item, done_on=body.done_on, note=body.note
    )
    return Status(201, finished)


@router.get("/cards", response=list[schemas.CardOut], auth=needs(SEE))
@paginate(Pages, ordering=("-id",))
def cards(request: HttpRequest, group_id: int | None = None) -> QuerySet[ContactCard]:
    """The contact cards of the groups that you see, withdrawn ones included."""
    rows = ContactCard.objects.visible_to(acting(request), SEE.code)
    return rows if group_id is None else rows.filter(group_id=group_id)


@router.post("/groups/{pk}/cards", response={201: schemas.CardOut}, auth=needs(ISSUE))
def issue_card(request: HttpRequest, pk: int, body: schemas.CardIn) -> Any:
    """Issue the contact card of a group."""
    card = services.issue_card(
        by=acting(request),
        group=_led_group(request, pk, ISSUE),
        holders=[NewHolder(**holder.dict()) for holder in body.holders],
        promises=body.promises,
        hotline=body.hotline,
    )
    return Status(201, card)


@router.post("/cards/{pk}/renew", response={201: schemas.CardOut}, auth=needs(ISSUE))
def renew_card(request: HttpRequest, pk: int, body: schemas.CardIn) -> Any:
    """Issue a new card in the place of one; the old one opens nothing any more."""
    card = services.renew_card(
        by=acting(request),
        card=_led_card(request, pk),
        holders=[NewHolder(**holder.dict()) for holder in body.holders],
        promises=body.promises,
        hotline=body.hotline,
    )
    return Status(201, card)


@router.post("/cards/{pk}/withdraw", response={201: schemas.CardOut}, auth=needs(ISSUE))
def withdraw_card(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Let a card open nothing any more, and say why."""
    card = _led_card(request, pk)
    return Status(201, services.withdraw_card(by=acting(request), card=card, reason=body.reason))


def _led_group(request: HttpRequest, pk: int, permission: Permission) -> PairingGroup:
    led = PairingGroup.objects.led_by(acting(request), permission.code)
    return get_object_or_404(led, pk=pk)


def _led_item(request: HttpRequest, pk: int) -> WorkPlanItem:
    groups = PairingGroup.objects.led_by(acting(request), WRITE.code).order_by().values("pk")
    return get_object_or_404(WorkPlanItem.objects.filter(group__in=groups), pk=pk)


def _led_card(request: HttpRequest, pk: int) -> ContactCard:
    cards = ContactCard.objects.led_by(acting(request), ISSUE.code)
    return get_object_or_404(cards.select_related("group"), pk=pk)
