"""The office's pages: sets listed, read, drafted from a copy, edited row by row, compared, published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.criteria import permissions, rules, services
from assistance.criteria.actions import actions_on
from assistance.criteria.forms import FORMS, typed_of
from assistance.criteria.models import Criterion, RuleSet
from assistance.criteria.rules import KINDS
from assistance.editions.views.desk import Desk
from ground.web.lists import Action
from ground.web.pages import acting, done, page, posted

SEE, KEEP, PUBLISH = permissions.SEE_RULES, permissions.KEEP_RULES, permissions.PUBLISH_RULES
DESK = Desk(editions=RuleSet, room="criteria", see=SEE, keep=KEEP, publish=PUBLISH)
RULESETS = DESK.list_page(
    "各地标准不同、逐年调整：每份都有生效日期和依据，发布后不再改动，办过的事仍按当时的一份。"
)


@require_GET
@page(SEE)
def ruleset_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = [Action("自测页", reverse("criteria:check"), "scales")]
    if user.may(KEEP.code):
        actions.append(Action("起草标准", reverse("criteria:draft"), "add", "primary"))
    rows = RuleSet.objects.visible_to(user, SEE.code).select_related("division")
    return RULESETS.respond(request, rows, actions=actions)


@require_GET
@page(SEE)
def ruleset_page(request: HttpRequest, pk: int) -> HttpResponse:
    user, ruleset = acting(request), DESK.seen(request, pk)
    rows = list(ruleset.criteria.all())
    context = {
        **DESK.shown(request, ruleset),
        "blocks": [
            {"kind": kind, "label": label, "rows": [row for row in rows if row.kind == kind]}
            for kind, label in KINDS.items()
        ],
        "offered": actions_on(ruleset, user) if ruleset.state != RuleSet.State.WITHDRAWN else [],
    }
    return render(request, "criteria/ruleset.html", context)


@require_GET
@page(SEE)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two sets side by side."""
    return DESK.compare(request, pk, _changes)


def _changes(before: RuleSet, after: RuleSet) -> list[dict[str, str]]:
    return rules.changes(
        [row.typed for row in before.criteria.all()], [row.typed for row in after.criteria.all()]
    )


@page(KEEP)
def draft(request: HttpRequest) -> HttpResponse:
    return DESK.draft(request, services.draft_ruleset)


@page(KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return DESK.edit(request, pk, services.change_ruleset)


@page(KEEP)
def add_criterion(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    return _criterion(request, DESK.kept(request, pk), kind, None)


@page(KEEP)
def edit_criterion(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept_row(request, pk)
    return _criterion(request, row.ruleset, row.kind, row)


def _criterion(
    request: HttpRequest, ruleset: RuleSet, kind: str, row: Criterion | None
) -> HttpResponse:
    form = FORMS[kind](posted(request), initial=typed_of(row) if row else {})
    title = f"{'修改' if row else '加一条'}{KINDS[kind]}"
    service = services.set_criterion
    return DESK.clause(request, ruleset, form, title, service, kind=kind, criterion=row)


@require_POST
@page(KEEP)
def drop_criterion(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept_row(request, pk)
    done(request, services.drop_criterion, said="已删除", by=acting(request), criterion=row)
    return redirect("criteria:ruleset", row.ruleset_id)


def _kept_row(request: HttpRequest, pk: int) -> Criterion:
    own = RuleSet.objects.kept_by(acting(request), KEEP.code).values("pk")
    rows = Criterion.objects.select_related("ruleset__division").filter(ruleset__in=own)
    return get_object_or_404(rows, pk=pk)


@require_POST
@page(PUBLISH)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    return DESK.put_out(request, pk, services.publish_ruleset)


@page(PUBLISH)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return DESK.withdraw(request, pk, services.withdraw_ruleset)


@require_POST
@page(KEEP)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    return DESK.drop(request, pk, services.drop_ruleset)
