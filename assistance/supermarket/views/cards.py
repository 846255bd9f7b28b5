"""Cards: given, printed, blocked, replaced; what they are worth."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.households.models import HardshipFile
from assistance.supermarket import cardpress, looks, queries, services
from assistance.supermarket.forms import CardRuleForm, CardsForm, ItemLimitForm
from assistance.supermarket.models import CardKind, CardRule, ItemLimit, LoveCard
from assistance.supermarket.permissions import KEEP_CARDS, KEEP_RULES, SEE_SUPERMARKET
from assistance.supermarket.services import Validity, Worth
from ground.accounts.models import Organisation, User, below, up_from
from ground.briefs.tables import list_answer
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.leaving import written_answer
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.subjects import named_links

MOST_ON_PAPER = 200
PDF = "application/pdf"
LISTED = 100


@page(SEE_SUPERMARKET)
def cards(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = queries.with_holder(LoveCard.objects.visible_to(user, SEE_SUPERMARKET.code))
    if request.GET.get("export") == "pdf":
        return list_answer(request, looks.CARDS, rows, hands=("经办人", "负责人"))
    actions = [Action("额度和限量", reverse("supermarket:rules"), "rule")]
    on_filter = [Action("打印名册", "?export=pdf", "pdf")]
    if user.may(KEEP_CARDS.code):
        actions.append(Action("发卡", reverse("supermarket:issue_cards"), "add", "primary"))
        on_filter.append(Action("打印卡片", reverse("supermarket:print_cards"), "print"))
    return looks.CARDS.respond(request, rows, actions=actions, on_filter=on_filter)


@page(KEEP_CARDS)
def issue_cards(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    asked = request.GET.get("file_no", "")[:20]
    initial = {"valid_from": today, "valid_to": today.replace(month=12, day=31), "file_no": asked}
    form = CardsForm(posted(request), user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, _given, by=user, **form.cleaned_data)
        if made:
            messages.success(request, f"已发 {len(made)} 张爱心卡，可以打印卡片")
            if len(made) == 1:
                return redirect("supermarket:card", made[0].pk)
            return redirect("supermarket:cards")
    return _framed(request, form, title="发爱心卡", submit="发卡")


@page(SEE_SUPERMARKET)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """A card: its family, its balance and every entry of it."""
    user, shown = acting(request), _card(request, pk, SEE_SUPERMARKET.code)
    entries = list(shown.entries.select_related("issue", "made_by").order_by("-pk")[:LISTED])
    came_from = named_links([one.key for one in entries], user)
    return render(
        request,
        "supermarket/card.html",
        {
            "card": shown,
            "holder": looks.holder(shown),
            "tone": looks.card_tone(shown),
            "entries": [(one, came_from.get(one.key)) for one in entries],
            "newer": LoveCard.objects.filter(replaces=shown).first(),
            "may_keep": user.reaches(shown.organisation, KEEP_CARDS.code),
            "is_active": shown.state == LoveCard.State.ACTIVE,
        },
    )


@page(KEEP_CARDS)
def print_card(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _card(request, pk, KEEP_CARDS.code)
    back = reverse("supermarket:card", args=[pk])
    return _printed(request, [shown], "爱心卡", shown.organisation, back)


@page(KEEP_CARDS)
def print_cards(request: HttpRequest) -> HttpResponse:
    """The active cards of the list as it is narrowed, ten on a sheet."""
    user = acting(request)
    rows = queries.with_holder(
        LoveCard.objects.visible_to(user, KEEP_CARDS.code).filter(state=LoveCard.State.ACTIVE)
    )
    found = list(looks.CARDS.narrowed(rows, request.GET).order_by("pk")[: MOST_ON_PAPER + 1])
    back = reverse("supermarket:cards")
    if len(found) > MOST_ON_PAPER or not found:
        said = "没有可打印的卡" if not found else f"一次最多打印 {MOST_ON_PAPER} 张，请先筛选"
        messages.error(request, said)
        return redirect(back)
    return _printed(request, found, "爱心卡", user.organisation, back)


@require_POST
@page(KEEP_CARDS)
def block_card(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _card(request, pk, KEEP_CARDS.code)
    reason = request.POST.get("reason", "")
    done(request, services.block_card, by=acting(request), card=shown, reason=reason, said="已停用")
    return redirect("supermarket:card", pk)


@require_POST
@page(KEEP_CARDS)
def replace_card(request: HttpRequest, pk: int) -> HttpResponse:
    """A lost card: the balance goes onto a new one."""
    shown = _card(request, pk, KEEP_CARDS.code)
    try:
        new = services.replace_card(
            by=acting(request), card=shown, reason=request.POST.get("reason", "")
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("supermarket:card", pk)
    messages.success(request, "已补办新卡，余额已转入；请打印新卡")
    return redirect("supermarket:card", new.pk)


@page(SEE_SUPERMARKET)
def rules(request: HttpRequest) -> HttpResponse:
    """What cards are worth and goods are limited to: what holds today, and every row there was."""
    user, today = acting(request), clock.today()
    may_keep = user.may(KEEP_RULES.code)
    initial = {"valid_from": today}
    which = request.POST.get("which")
    worth = CardRuleForm(posted(request) if which == "worth" else None, user=user, initial=initial)
    limit = ItemLimitForm(posted(request) if which == "limit" else None, user=user, initial=initial)
    for form, service in ((worth, _set_worth), (limit, services.limit_goods)):
        if not (may_keep and form.is_bound and form.is_valid()):
            continue
        if carried_out(form, service, by=user, **form.cleaned_data):
            messages.success(request, "已规定，从起用日期起执行")
            return redirect("supermarket:rules")
    paths = up_from(user.organisation.path)
    seen = below("organisation__path", [*user.scope(SEE_SUPERMARKET.code)])
    return render(
        request,
        "supermarket/rules.html",
        {
            "held": [
                (label, queries.rule_of(kind, paths, today)) for kind, label in CardKind.choices
            ],
            "limits": list(queries.item_limits(None, paths, today).values()),
            "worth": worth if may_keep else None,
            "limit": limit if may_keep else None,
            "past": CardRule.objects.filter(seen)
            .select_related("organisation", "made_by")
            .order_by("-pk")[:LISTED],
            "past_limits": ItemLimit.objects.filter(seen)
            .select_related("organisation", "goods", "made_by")
            .order_by("-pk")[:LISTED],
        },
    )


def _given(
    *,
    by: User,
    organisation: Organisation,
    file_no: str,
    unit: Organisation | None,
    kind: str,
    **dates: Any,
) -> list[LoveCard]:
    files = HardshipFile.objects.visible_to(by, KEEP_CARDS.code)
    if unit is not None:
        files = files.filter(below("unit__path", [unit.path]), state__in=["active", "imported"])
    else:
        files = files.filter(file_no=file_no.strip())
        if not files.exists():
            raise RuleBroken(
                "file_unknown",
                f"没有编号为“{file_no}”的档案，或不在您的管理范围内",
                fields={"file_no": "没有这份档案"},
            )
    keys = list(files.values_list("pk", flat=True))
    return services.issue_cards(
        by=by, organisation=organisation, files=keys, validity=Validity(kind=kind, **dates)
    )


def _set_worth(
    *, by: User, per_visit: str, face_value: str, span: str, carries: bool, visits: Any, **said: Any
) -> CardRule:
    worth = Worth(
        face_value=face_value,
        span=span,
        carries=carries,
        per_visit=per_visit or None,
        visits=visits,
    )
    return services.set_card_rule(by=by, worth=worth, **said)


def _card(request: HttpRequest, pk: int, permission: str) -> LoveCard:
    rows = LoveCard.objects.visible_to(acting(request), permission)
    found: LoveCard = get_object_or_404(queries.with_holder(rows), pk=pk)
    return found


def _printed(
    request: HttpRequest, found: list[LoveCard], title: str, organisation: Organisation, back: str
) -> HttpResponse:
    def write(file: Any, _release: object) -> int:
        file.write(cardpress.cards_pdf(found))
        return len(found)

    try:
        return written_answer(
            request,
            title=title,
            name=f"{title}_{clock.today():%Y%m%d}.pdf",
            content_type=PDF,
            write=write,
            organisation=organisation,
            personal=False,
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return HttpResponseRedirect(back)


def _framed(request: HttpRequest, form: Any, *, title: str, submit: str) -> HttpResponse:
    facts = {"form": form, "title": title, "submit": submit}
    return render(request, "supermarket/act.html", facts)
