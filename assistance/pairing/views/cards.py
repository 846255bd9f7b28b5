"""Contact cards: listed, issued, renewed, withdrawn, printed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.pairing import cardpress, permissions, queries, services
from assistance.pairing.forms import CardForm, HolderRow, HolderRows, ManyCardsForm
from assistance.pairing.models import ContactCard, PairingGroup
from assistance.pairing.rules import NewHolder
from ground.kernel import clock
from ground.kernel.identifiers import masked_mobile
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.rows import carried_out_with, is_adding_row, one_more
from ground.web.trail import moments_of

SEE, ISSUE = permissions.SEE_GROUPS, permissions.ISSUE_CARDS
PREFIX = "holders"
IN_FORCE, STALE, WITHDRAWN = "in_force", "stale", "withdrawn"
STATES = {IN_FORCE: "在用", STALE: "需换发", WITHDRAWN: "已收回"}
TONES = {IN_FORCE: "good", STALE: "warn", WITHDRAWN: "neutral"}


def _state(card: Any) -> str:
    if card.withdrawn_on is not None:
        return WITHDRAWN
    return STALE if card.is_stale else IN_FORCE


def _in_state(rows: Any, value: str) -> Any:
    if value == WITHDRAWN:
        return rows.filter(withdrawn_on__isnull=False)
    return rows.in_force().filter(is_stale=value == STALE)


CARDS = ListPage(
    title="联系卡",
    subtitle="发给企业、社区和村的联系卡：谁联系、电话、承诺",
    columns=[
        Column(
            "link_point",
            "双联点",
            "link",
            sort="group__link_point__name",
            value=lambda c: c.group.link_point.name,
            url=lambda c: reverse("pairing:card", args=[c.pk]),
        ),
        Column("year", "年度", sort="group__year", value=lambda c: f"{c.group.year}年"),
        Column("lead_agency", "牵头单位", value=lambda c: c.group.lead_agency.name),
        Column("holder_names", "联系人"),
        Column("issued_on", "发放日期", "date", sort="issued_on"),
        Column(
            "state",
            "状态",
            "badge",
            value=lambda c: STATES[_state(c)],
            tone=lambda c: TONES[_state(c)],
        ),
    ],
    ordering=["-issued_on", "-pk"],
    search=["group__link_point__name", "group__lead_agency__name"],
    search_hint="双联点或牵头单位",
    filters=[Choice("state", "状态", list(STATES.items()), narrow=_in_state)],
    noun="张",
    empty=Empty(
        "还没有联系卡",
        "在结对页面逐张发放，或点“整批发放”为本年度全部结对一次发放、一次打印。",
        icon="pairing",
    ),
)


@require_GET
@page(SEE)
def card_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(ISSUE.code):
        actions = [
            Action("整批打印", reverse("pairing:card_prints"), "print"),
            Action("整批发放", reverse("pairing:issue_cards"), "add", "primary"),
        ]
    rows = ContactCard.objects.visible_to(user, SEE.code)
    return CARDS.respond(request, queries.cards_in_lists(rows), actions=actions)


@require_GET
@page(SEE)
def card_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    visible = ContactCard.objects.visible_to(user, SEE.code)
    rows = queries.cards_in_lists(visible).select_related("issued_by", "replaces")
    card = get_object_or_404(rows, pk=pk)
    led = user.may(ISSUE.code) and ContactCard.objects.led_by(user, ISSUE.code).filter(pk=pk)
    state = _state(card)
    return render(
        request,
        "pairing/card.html",
        {
            "card": card,
            "state": STATES[state],
            "tone": TONES[state],
            "is_stale": state == STALE,
            "holders": [
                {"holder": one, "phone": masked_mobile(one.phone)}
                for one in card.holders.select_related("agency")
            ],
            "moments": moments_of(card),
            "may_issue": bool(led) and card.withdrawn_on is None,
        },
    )


@page(ISSUE)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the card of a group, beginning with its agencies' cadres."""
    groups = PairingGroup.objects.led_by(acting(request), ISSUE.code)
    group = get_object_or_404(groups.select_related("link_point", "lead_agency"), pk=pk)
    start = {"promises": "", "hotline": ""}
    return _issued(request, group, None, start, queries.holders_of([pk])[pk])


@page(ISSUE)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    card = led(request, pk)
    start = {"promises": card.promises, "hotline": card.hotline}
    there = queries.member_ids(card.group)
    kept = [
        NewHolder(agency_id=one.agency_id, name=one.name, post=one.post, phone=one.phone)
        for one in card.holders.select_related("cadre")
        if one.agency_id in there and (one.cadre is None or one.cadre.left_on is None)
    ]
    known = {one.name for one in kept}
    fresh = [
        one
        for one in queries.holders_of([card.group_id])[card.group_id]
        if one.name not in known and one.agency_id not in {holder.agency_id for holder in kept}
    ]
    return _issued(request, card.group, card, start, [*kept, *fresh])


def _issued(
    request: HttpRequest,
    group: PairingGroup,
    card: ContactCard | None,
    start: dict[str, str],
    holders: list[NewHolder],
) -> HttpResponse:
    user, given = acting(request), {"group": group}
    if is_adding_row(request.POST):
        typed, rows = one_more(request.POST, CardForm, HolderRows, PREFIX, form_kwargs=given)
        form = CardForm(initial=typed)
    else:
        form = CardForm(posted(request), initial=start)
        named = [
            {"agency": one.agency_id, "name": one.name, "post": one.post, "phone": one.phone}
            for one in holders
        ]
        first = None if request.method == "POST" else named
        rows = HolderRows(posted(request), prefix=PREFIX, initial=first, form_kwargs=given)
        if request.method == "POST":
            valid, rows_valid = form.is_valid(), rows.is_valid()
            if not rows_valid:
                form.add_error(None, "联系人中有填写错误，请看标出的各项")
            if valid and rows_valid:
                about: dict[str, Any] = {"card": card} if card else {"group": group}
                issued = carried_out_with(
                    rows,
                    form,
                    services.renew_card if card else services.issue_card,
                    by=user,
                    holders=[_holder(row.cleaned_data) for row in rows.filled()],
                    **about,
                    **form.cleaned_data,
                )
                if issued:
                    messages.success(request, "联系卡已发放，可以打印")
                    return redirect("pairing:card", issued.pk)
    context = {
        "form": form,
        "rows": rows,
        "blank": HolderRow(prefix=f"{PREFIX}-__prefix__", group=group),
        "group": group,
        "card": card,
    }
    return render(request, "pairing/issue_card.html", context)


def _holder(said: dict[str, Any]) -> NewHolder:
    return NewHolder(
        agency_id=said["agency"].pk, name=said["name"], post=said["post"], phone=said["phone"]
    )


@require_POST
@page(ISSUE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    card = led(request, pk)
    reason = request.POST.get("reason", "")
    said = "联系卡已收回，卡上的二维码不再有效"
    done(request, services.withdraw_card, said=said, by=acting(request), card=card, reason=reason)
    return redirect("pairing:card", pk)


@page(ISSUE)
def issue_many(request: HttpRequest) -> HttpResponse:
    """Cards for every group of a year that has none."""
    user = acting(request)
    form = ManyCardsForm(posted(request), initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        groups = PairingGroup.objects.led_by(user, ISSUE.code).filter(
            year=said["year"], state=PairingGroup.State.ACTIVE
        )
        cards = carried_out(
            form,
            services.issue_cards,
            by=user,
            groups=list(groups.order_by("pk")),
            promises=said["promises"],
            hotline=said["hotline"],
        )
        if cards is not None:
            messages.success(
                request,
                f"已发放联系卡{len(cards)}张；已有卡的、单位没有登记干部手机的结对不重复发放",
            )
            return redirect("pairing:cards")
    return render(request, "pairing/issue_cards.html", {"form": form})


def led(request: HttpRequest, pk: int) -> ContactCard:
    cards = ContactCard.objects.led_by(acting(request), ISSUE.code)
    rows = cards.select_related(*cardpress.RELATED).prefetch_related("holders__agency")
    return get_object_or_404(rows, pk=pk)
