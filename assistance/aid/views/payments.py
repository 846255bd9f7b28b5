from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.aid import queries, services
from assistance.aid.forms import PlanForm
from assistance.aid.models import AidType, Batch, Payee, Payment
from assistance.aid.permissions import MAKE_BATCH, PAY_BATCH, SEE_AID
from assistance.aid.registries import papers_about
from assistance.aid.views.where import way_of
from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.kernel.identifiers import masked_name
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span, Within
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.subjects import link_of, named_links

State = Payment.State
TONES = {
    State.PLANNED: "neutral",
    State.BATCHED: "info",
    State.APPROVED: "warn",
    State.PAYING: "warn",
    State.UNKNOWN: "bad",
    State.RETURNED: "bad",
    State.PAID: "good",
    State.REISSUED: "neutral",
    State.RELEASED: "neutral",
    State.VOID: "bad",
}
SIGNED_THERE = "现场花名册签收"


def family_of(row: object) -> str:
    """Who is aided, as lists show it: the masked names, or that a list is signed on the spot."""
    holder = getattr(row, "holder_name", None)
    helped = getattr(row, "helped_name", None)
    if getattr(row, "helped_is_place", False):
        return f"{helped}（{SIGNED_THERE}）"
    if holder:
        return masked_name(holder) + (f"（受助人{masked_name(helped)}）" if helped else "")
    return f"{masked_name(helped)}（未建档）" if helped else SIGNED_THERE


PAYMENTS = ListPage(
    title="帮扶款项",
    subtitle="走访慰问、活动和日常救助安排的每一笔款项，从安排到入账",
    columns=[
        Column("reason", "事由", "link", url=lambda p: reverse("aid:payment", args=[p.pk])),
        Column("aid_type", "类别", sort="aid_type"),
        Column("family", "对象", value=family_of),
        Column("file_no", "档案编号", value=lambda p: p.file.file_no if p.file else ""),
        Column("link_point", "双联点"),
        Column("amount", "金额（元）", "money", "amount"),
        Column("counts_on", "发放日期", "date", "counts_on"),
        Column("batch", "批次", export_only=True),
        Column("state", "状态", "badge", "state", tone=lambda p: TONES[State(p.state)]),
    ],
    search=["reason", "link_point__name", "file__file_no"],
    search_hint="事由、双联点或档案编号",
    ordering=["-pk"],
    noun="笔",
    empty=Empty(
        "还没有帮扶款项", "走访登记慰问金、活动安排对象或安排日常救助后，会自动列在这里。", "money"
    ),
)


@page(SEE_AID)
def payments(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    source = request.GET.get("source", "")
    rows = queries.with_family(queries.payments_seen_by(user, SEE_AID.code, source=source))
    actions = [Action("发放汇总", reverse("aid:summary"), "chart")]
    if user.may(MAKE_BATCH.code):
        actions += [
            Action("安排款项", reverse("aid:plan_payment"), "add"),
            Action("编制批次", reverse("aid:make_batch"), "checklist", "primary"),
        ]
    return _payments_for(user).respond(request, rows, actions=actions)


def _payments_for(user: User) -> ListPage:
    sources = FundSource.objects.visible_to(user, SEE_AID.code).select_related("organisation")
    return replace(
        PAYMENTS,
        filters=[
            Choice("state", "状态", State.choices),
            Choice("aid_type", "类别", AidType.choices),
            Choice("category", "困难类别", queries.CATEGORIES.items(), narrow=_of_category),
            Choice(
                "source",
                "资金",
                lambda: [(one.pk, one.with_unit) for one in sources],
                "batch__source",
            ),
            Within("unit", "单位", user.scope(SEE_AID.code), "link_point"),
            Span("given", "发放日期", "counts_on"),
        ],
    )


def _of_category(rows: QuerySet[Payment], value: str) -> QuerySet[Payment]:
    if value == queries.UNFILED:
        return rows.filter(file__isnull=True)
    return rows.filter(file__category=value)


@page(MAKE_BATCH)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan aid for a family by its file number, outside visits and campaigns."""
    user = acting(request)
    start = {"key": uuid4(), "given_on": clock.today(), "file_no": request.GET.get("file_no", "")}
    form = PlanForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        told_of = dict(form.cleaned_data)
        files = HardshipFile.objects.visible_to(user, MAKE_BATCH.code).select_related("unit")
        file = files.filter(file_no=told_of.pop("file_no").strip()).first()
        if file is None:
            form.add_error("file_no", "没有这个编号的档案，或不在您的管理范围内")
        else:
            planned = carried_out(
                form,
                services.plan_by_hand,
                by=user,
                file=file,
                **told_of,
            )
            if planned:
                messages.success(request, "款项已安排，编入批次并经审核、审批后发放")
                return redirect("aid:payment", planned.pk)
    return render(request, "aid/plan_payment.html", {"form": form})


@page(SEE_AID)
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment: for whom, from which visit or campaign, in which batch, booked by which entry."""
    user = acting(request)
    placed = Payment.objects.visible_to(user, SEE_AID.code).filter(pk=pk)
    booked = Batch.objects.visible_to(user, SEE_AID.code)  # of one's own money, wherever it went
    rows = Payment.objects.filter(Q(pk__in=placed.values("pk")) | Q(batch__in=booked))
    shown = get_object_or_404(queries.with_family(rows), pk=pk)
    recoveries = list(shown.recoveries.select_related("made_by"))
    came_back = sum((one.amount for one in recoveries), Decimal(0))
    payee = Payee.objects.filter(payment=shown).first()
    vouchers = queries.vouchers_of(shown)
    return render(
        request,
        "aid/payment.html",
        {
            "payment": shown,
            "family": family_of(shown),
            "tone": TONES[State(shown.state)],
            "origin": named_links([shown.origin], user).get(shown.origin),
            "visit": link_of(f"visits.visit:{shown.visit_id}", acting(request))
            if shown.visit_id
            else None,
            "file": link_of(f"households.file:{shown.file_id}", acting(request))
            if shown.file_id
            else None,
            "vouchers": vouchers,
            "opens_batch": booked.filter(payments=shown).exists(),
            "papers": papers_about(user, shown),
            "way": way_of(user, shown, vouchers),
            "payee": payee,
            "payee_name": masked_name(payee.name) if payee else "",
            "problems": queries.problems_of_payment(shown),
            "may_build": queries.is_payee_open(shown) and _may_act(user, MAKE_BATCH, pk),
            "recoveries": recoveries,
            "came_back": came_back,
            "kept": shown.amount - came_back,
            "may_recover": shown.state == State.PAID
            and came_back < shown.amount
            and shown.batch is not None
            and user.reaches(shown.batch.source.organisation, PAY_BATCH.code),
            "may_release": shown.state == State.RETURNED
            and shown.batch is not None
            and user.reaches(shown.batch.source.organisation, MAKE_BATCH.code),
            "may_void": shown.state == State.PLANNED and _may_act(user, MAKE_BATCH, pk),
        },
    )


def _may_act(user: User, permission: Permission, pk: int) -> bool:
    """Whether the permission is held where this payment stands."""
    rows = Payment.objects.visible_to(user, permission.code)
    return user.may(permission.code) and rows.filter(pk=pk).exists()


@page(MAKE_BATCH)
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    shown = get_object_or_404(Payment.objects.visible_to(user, MAKE_BATCH.code), pk=pk)
    done(
        request,
        services.void_payment,
        said="款项已作废",
        by=user,
        payment=shown,
        reason=request.POST.get("reason", ""),
    )
    return redirect("aid:payment", shown.pk)
