"""Stores, the goods in them, and whether their books are intact."""

from django.contrib import messages
from django.db.models import F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.stock import looks, queries, services
from assistance.stock.forms import GoodsForm, StoreForm
from assistance.stock.models import Goods, Holding, MovementLine, Store
from assistance.stock.permissions import (
    CLEAR_GOODS,
    COUNT_STOCK,
    KEEP_GOODS,
    RECEIVE_GOODS,
    SEE_STOCK,
    TRANSFER_GOODS,
    VERIFY_STOCK,
)
from assistance.stock.views.scoped import framed, in_scope, listed_by_store, store_in_scope
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, page, posted, taken

SHOWN = 8
Position = Holding.Position


@page(SEE_STOCK)
def stores(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = Store.objects.visible_to(user, SEE_STOCK.code).select_related("organisation")
    actions = [
        Action("库存", reverse("stock:lots"), "box"),
        Action("流水", reverse("stock:movements"), "ledger"),
        Action("捐赠", reverse("stock:donations"), "gift"),
        Action("商品", reverse("stock:goods_list"), "list"),
    ]
    if user.may(KEEP_GOODS.code):
        actions.append(Action("设立仓库", reverse("stock:open_store"), "add", "primary"))
    return looks.STORES.respond(request, queries.with_held(rows), actions=actions)


@page(KEEP_GOODS)
def open_store(request: HttpRequest) -> HttpResponse:
    form = StoreForm(posted(request), user=acting(request))
    if request.method == "POST" and form.is_valid():
        store = carried_out(form, services.open_store, by=acting(request), **form.cleaned_data)
        if store:
            messages.success(request, f"已设立“{store}”，请登记商品和入库")
            return redirect("stock:store", store.pk)
    return framed(
        request,
        form,
        title="设立仓库",
        submit="设立",
        of="仓库与超市",
        url=reverse("stock:stores"),
    )


@page(SEE_STOCK)
def store(request: HttpRequest, pk: int) -> HttpResponse:
    """A store: what stands where, what expires, what was moved last, whether the book is intact."""
    shown, user = store_in_scope(request, pk, SEE_STOCK), acting(request)
    here = Holding.objects.filter(store=shown)
    shelf = here.filter(position=Position.SHELF, quantity__gt=0)
    kinds = dict(
        shelf.order_by()
        .values_list("goods__category")
        .annotate(value=Sum(F("quantity") * F("lot__unit_value")))
    )
    held = queries.held_in(shown)
    moved = queries.with_lines(shown.movements.all()).order_by("-on", "-pk")[:SHOWN]
    return render(
        request,
        "stock/store.html",
        {
            "store": shown,
            "held": held,
            "has_stock": bool(held),
            "expiring": queries.expiring(here, clock.today())
            .select_related("lot", "goods")
            .order_by("lot__expires_on")[:SHOWN],
            "today": clock.today(),
            "bars": [
                (label, float(kinds[key]))
                for key, label in Goods.Category.choices
                if kinds.get(key)
            ],
            "moved": [
                (one, looks.goods_of_movement(one), looks.value_of_movement(one)) for one in moved
            ],
            "check": shown.checks.select_related("by").first(),
            "open_stocktake": shown.stocktakes.exclude(state="approved").first(),
            "may": _may(user, shown),
        },
    )


@require_POST
@page(VERIFY_STOCK)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    found = services.verify_store(
        by=acting(request), store=store_in_scope(request, pk, VERIFY_STOCK)
    )
    if found.faults:
        messages.error(request, f"核验发现 {len(found.faults)} 处不符，请看核验结果")
    else:
        messages.success(request, f"物资账完整：{found.movements} 笔流水全部相符")
    return redirect("stock:store", pk)


@page(SEE_STOCK)
def goods_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = (
        Goods.objects.visible_to(user, SEE_STOCK.code)
        .select_related("organisation")
        .annotate(
            on_shelf=Sum("lots__holdings__quantity", filter=Q(lots__holdings__position="shelf"))
        )
    )
    actions = []
    if user.may(KEEP_GOODS.code):
        actions.append(Action("登记商品", reverse("stock:add_goods"), "add", "primary"))
    return looks.GOODS.respond(request, rows, actions=actions)


@page(KEEP_GOODS)
def add_goods(request: HttpRequest) -> HttpResponse:
    form = GoodsForm(posted(request), user=acting(request))
    answer = None
    if request.method == "POST":
        answer = taken(
            request,
            form,
            services.keep_goods,
            said="商品已登记",
            then=reverse("stock:goods_list"),
        )
    return answer or _of_goods(request, form, "登记商品")


@page(KEEP_GOODS)
def goods(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a kind of goods, or take it out of use."""
    kept = in_scope(request, Goods.objects.all(), pk, KEEP_GOODS)
    names = ("organisation", "sku", "barcode", "name", "category", "unit", "price", "is_active")
    form = GoodsForm(
        posted(request),
        user=acting(request),
        initial={name: getattr(kept, name) for name in names},
    )
    answer = None
    if request.method == "POST":
        answer = taken(
            request,
            form,
            services.keep_goods,
            goods=kept,
            said="商品已保存",
            then=reverse("stock:goods_list"),
        )
    return answer or _of_goods(request, form, str(kept))


@page(SEE_STOCK)
def lots(request: HttpRequest) -> HttpResponse:
    rows = (
        Holding.objects.visible_to(acting(request), SEE_STOCK.code)
        .exclude(position=Position.OUTSIDE)
        .filter(quantity__gt=0)
        .select_related("lot", "goods", "store")
    )
    return listed_by_store(request, looks.LOTS, rows)


@page(SEE_STOCK)
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """A lot: where it came from, where all of it is, what moved it."""
    rows = Holding.objects.visible_to(acting(request), SEE_STOCK.code)
    seen = get_object_or_404(rows.select_related("lot__donation", "goods"), pk=pk)
    held = rows.filter(lot=seen.lot_id).exclude(quantity=0).exclude(position=Position.OUTSIDE)
    lines = MovementLine.objects.filter(
        holding__in=rows.filter(lot=seen.lot_id), quantity__gt=0
    ).select_related("movement__store", "movement__made_by", "holding")
    return render(
        request,
        "stock/lot.html",
        {
            "lot": seen.lot,
            "goods": seen.goods,
            "held": held.select_related("store").order_by("store", "pk"),
            "lines": lines.order_by("-pk")[:50],
        },
    )


def _of_goods(request: HttpRequest, form: GoodsForm, title: str) -> HttpResponse:
    return framed(
        request, form, title=title, submit="保存", of="商品", url=reverse("stock:goods_list")
    )


def _may(user: User, store: Store) -> dict[str, bool]:
    asked = {
        "receive": RECEIVE_GOODS,
        "send": TRANSFER_GOODS,
        "count": COUNT_STOCK,
        "clear": CLEAR_GOODS,
        "verify": VERIFY_STOCK,
    }
    return {
        name: user.reaches(store.organisation, permission.code)
        for name, permission in asked.items()
    }
