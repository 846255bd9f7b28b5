"""The operations of the love supermarket: what a till asks for and tells, cards, differences, the ledger."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.households.models import HardshipFile
from assistance.households.permissions import SEE_FILES
from assistance.stock.models import Store
from assistance.supermarket import offline, queries, schemas, services
from assistance.supermarket.models import (
    Difference,
    DifferenceQuerySet,
    GoodsIssueQuerySet,
    Issue,
    LoveCard,
    LoveCardQuerySet,
)
from assistance.supermarket.permissions import (
    KEEP_CARDS,
    SEE_SUPERMARKET,
    SERVE,
    SETTLE_DIFFERENCES,
)
from assistance.supermarket.rules import Given, number_of
from ground.accounts.models import Organisation, up_from
from ground.accounts.permissions import Permission
from ground.files import services as files
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import masked_name
from ground.kernel.money import yuan
from ground.kernel.periods import Period
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("/counter", auth=needs(SERVE), response=dict[str, Any])
def counter(request: HttpRequest, store_id: int | None = None, stamp: str = "") -> Any:
    """What a till keeps to work without a network: goods, cards, balances."""
    return offline.snapshot(acting(request), store_id=store_id, known=stamp)


@router.post("/counter/look-up", auth=needs(SERVE), response=dict[str, Any])
def look_up(request: HttpRequest, body: schemas.LookUpIn) -> Any:
    """The card of a number as it is now."""
    store = _store(request, body.store_id, SERVE)
    number = number_of(body.number)
    paths = up_from(store.organisation.path)
    cards = LoveCard.objects.filter(number=number, organisation__path__in=paths)
    card = queries.with_holder(cards).first()
    if card is None:
        raise RuleBroken(
            "card_unknown",
            "本超市没有这张爱心卡，请核对卡号，或到帮扶中心查询",
            fields={"number": "没有这张卡"},
        )
    on = clock.today()
    rule = queries.rule_of(card.kind, paths, on)
    return offline.told(card, rule, queries.visits_in_month(card.file_id, on))


@router.get("/issues", auth=needs(SEE_SUPERMARKET), response=list[schemas.IssueRow])
@paginate(Pages, ordering=("-id",))
def list_issues(request: HttpRequest, store_id: int | None = None) -> GoodsIssueQuerySet:
    rows = queries.in_lists(Issue.objects.visible_to(acting(request), SEE_SUPERMARKET.code))
    return rows.filter(store=store_id) if store_id else rows


@router.post("/issues", auth=needs(SERVE), response={201: schemas.IssueOut})
def issue_goods(request: HttpRequest, body: schemas.IssueIn) -> Any:
    """Goods go over the counter. Sending the same key again changes nothing.

    With `handed_at` they are out already: what the rules do not allow is kept and waits for a decision.
    """
    user = acting(request)
    store = _store(request, body.store_id, SERVE)
    signature = files.keep_all(by=user, keys=[body.signature])[0] if body.signature else None
    lines = [Given(one.goods_id, one.quantity, yuan(one.price)) for one in body.lines]
    made = services.issue_goods(
        by=user,
        order=services.Order(
            key=body.key,
            store=store,
            number=body.number,
            lines=lines,
            handed_at=body.handed_at,
            signature=signature,
        ),
    )
    return Status(201, _told(made.pk))


@router.post("/issues/{int:pk}/reverse", auth=needs(SERVE), response={201: schemas.IssueOut})
def reverse_issue(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Everything of an issue of today back."""
    user = acting(request)
    issue = get_object_or_404(Issue.objects.visible_to(user, SERVE.code), pk=pk)
    services.reverse_issue(by=user, issue=issue, reason=body.reason)
    return Status(201, _told(pk))


@router.get("/differences", auth=needs(SETTLE_DIFFERENCES), response=list[schemas.DifferenceOut])
@paginate(Pages, ordering=("-id",))
def list_differences(request: HttpRequest, open_only: bool = False) -> DifferenceQuerySet:
    rows = Difference.objects.visible_to(acting(request), SETTLE_DIFFERENCES.code)
    return rows.filter(decision="") if open_only else rows


@router.post(
    "/differences/{int:pk}/settle",
    auth=needs(SETTLE_DIFFERENCES),
    response=schemas.DifferenceOut,
)
def settle_difference(request: HttpRequest, pk: int, body: schemas.SettleIn) -> Any:
    """Decide about a difference; another person than handed out."""
    user = acting(request)
    rows = Difference.objects.visible_to(user, SETTLE_DIFFERENCES.code)
    found = get_object_or_404(rows.select_related("issue"), pk=pk)
    return services.settle_difference(by=user, difference=found, **body.dict())


@router.get("/cards", auth=needs(SEE_SUPERMARKET), response=list[schemas.CardOut])
@paginate(Pages, ordering=("-id",))
def list_cards(request: HttpRequest) -> LoveCardQuerySet:
    return queries.with_holder(LoveCard.objects.visible_to(acting(request), SEE_SUPERMARKET.code))


@router.post("/cards", auth=needs(KEEP_CARDS), response={201: schemas.CardsOut})
def issue_cards(request: HttpRequest, body: schemas.CardsIn) -> Any:
    """Give families on file a card each; who has one of the kind is left out."""
    user = acting(request)
    organisation: Organisation = get_object_or_404(
        Organisation.objects.visible_to(user, KEEP_CARDS.code), pk=body.organisation_id
    )
    seen = HardshipFile.objects.visible_to(user, SEE_FILES.code).filter(pk__in=body.file_ids)
    cards = services.issue_cards(
        by=user,
        organisation=organisation,
        files=list(seen.values_list("pk", flat=True)),
        validity=services.Validity(
            kind=body.kind, valid_from=body.valid_from, valid_to=body.valid_to
        ),
    )
    return Status(201, {"cards": [one.pk for one in cards]})


@router.get("/book", auth=needs(SEE_SUPERMARKET), response=schemas.BookOut)
def book(
    request: HttpRequest, starts_on: date | None = None, ends_on: date | None = None
) -> schemas.BookOut:
    """爱心超市台账 of one's area; this year up to today where no days are given."""
    stores = Store.objects.visible_to(acting(request), SEE_SUPERMARKET.code)
    today = clock.today()
    period = Period(starts_on=starts_on or date(today.year, 1, 1), ends_on=ends_on or today)
    told = queries.book_of(list(stores.values_list("pk", flat=True)), period)
    return schemas.BookOut(
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        donations=told.donations,
        donated=told.donated,
        issues=told.issues,
        issued=told.issued,
        families=told.families,
        lines=[
            schemas.BookLineOut(
                **{name: value for name, value in vars(one).items() if name != "goods"},
                goods_id=one.goods.pk,
                goods=one.goods.name,
                unit=one.goods.unit,
            )
            for one in told.lines
        ],
    )


def _told(pk: int) -> dict[str, Any]:
    issue = queries.in_lists(Issue.objects.filter(pk=pk)).get()
    return {
        "id": issue.pk,
        "number": str(issue),
        "url": reverse("supermarket:issue", args=[pk]),
        "store_id": issue.store_id,
        "tail": issue.card.number[-4:],
        "holder": masked_name(vars(issue)["holder_name"] or ""),
        "on": issue.on,
        "value": issue.value,
        "charged": issue.charged,
        "balance": issue.card.balance,
        "was_offline": issue.was_offline,
        "reversed": hasattr(issue, "reversal"),
        "differences": issue.differences.count(),
        "lines": [
            {
                "goods_id": one.goods_id,
                "goods": one.goods.name,
                "unit": one.goods.unit,
                "quantity": one.quantity,
                "price": one.price,
                "short": one.short,
            }
            for one in issue.lines.all()
        ],
    }


def _store(request: HttpRequest, pk: int, permission: Permission) -> Store:
    rows = Store.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(rows.select_related("organisation"), pk=pk)
