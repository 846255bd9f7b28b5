"""Trials of a set of criteria: asked for, counted, opened down to the family and the sentence."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.criteria.models import RuleSet
from assistance.criteria.permissions import KEEP_RULES, SEE_RULES
from assistance.criteria.rules import OUTCOMES
from assistance.criteria.views.looks import lines_of, outcome_of
from assistance.households import queries, services
from assistance.households.forms import WhatIfForm
from assistance.households.models import HardshipFile, WhatIf, WhatIfLine
from assistance.households.permissions import SEE_FILES, TRY_RULES
from assistance.households.rules.whatif import MOVEMENTS, OUTSIDE
from assistance.pairing.models import own_paths
from ground.accounts.models import Organisation, User, below
from ground.jobs.models import Job
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted

TONES = {"enters": "good", "leaves": "bad", "near": "warn", "changes": "info", "unknown": "warn"}
PLACES = {OUTSIDE: "不在档", **OUTCOMES}

WHATIFS = ListPage(
    title="推演建档标准",
    subtitle="把一份标准套用到全部档案，看谁会进入、退出、变更类别。推演不改动任何档案，也不是决定。",
    columns=[
        Column(
            "ruleset",
            "标准",
            "link",
            value=lambda one: str(one.ruleset),
            url=lambda one: reverse("households:whatif", args=[one.pk]),
        ),
        Column("area", "适用地区", value=lambda one: one.ruleset.area),
        Column("organisation", "推演范围", value=lambda one: one.organisation.name),
        Column("files", "测算户数", "number", sort="files"),
        Column("on", "测算日期", "date", sort="on"),
        Column("asked_by", "推演人", value=lambda one: one.asked_by.full_name),
    ],
    ordering=["-pk"],
    noun="次",
    exports=False,
    empty=Empty("还没有推演", "选择一份草稿，系统逐户测算后在这里给出结果。", "scales"),
    template="households/whatifs.html",
)

LINES = ListPage(
    title="推演结果",
    parent=("推演标准", "households:whatifs"),
    columns=[
        Column(
            "file",
            "档案编号",
            "link",
            value=lambda line: line.file.file_no,
            url=lambda line: reverse("households:whatif_file", args=[line.whatif_id, line.pk]),
        ),
        Column("unit", "所在单位", value=lambda line: line.file.unit.name),
        Column("movement", "变化", "badge", tone=lambda line: TONES[line.movement]),
        Column("recorded", "现有类别"),
        Column("ruled", "按现行标准"),
        Column("tried", "按推演标准"),
    ],
    filters=[
        Choice("movement", "变化", [pair for pair in MOVEMENTS.items() if pair[0] != "stays"]),
        Choice("recorded", "现有类别", list(PLACES.items())),
        Choice("tried", "按推演标准", list(OUTCOMES.items())),
    ],
    ordering=["pk"],
    noun="户",
)


def _seen(request: HttpRequest, pk: int) -> WhatIf:
    visible = WhatIf.objects.visible_to(acting(request), TRY_RULES.code)
    return get_object_or_404(visible.select_related("ruleset__division", "organisation"), pk=pk)


def _lines(user: User, whatif: WhatIf) -> QuerySet[WhatIfLine]:
    """The families of a trial that this person may see."""
    seen = below("file__unit__path", user.scope(SEE_FILES.code))
    return whatif.lines.filter(seen).select_related("file__unit")


def _own_office(user: User) -> Organisation:
    found: Organisation = Organisation.objects.get(path=min(own_paths(user, TRY_RULES.code)))
    return found


@require_GET
@page(TRY_RULES)
def whatif_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = WhatIf.objects.visible_to(user, TRY_RULES.code)
    rows = rows.select_related("ruleset__division", "organisation", "asked_by")
    jobs = Job.objects.visible_to(user).filter(kind="households.whatif").order_by("-asked_at")
    latest = jobs.first()
    shown = latest if latest and latest.state != Job.State.DONE else None
    actions = [Action("推演一份标准", reverse("households:ask_whatif"), "scales", "primary")]
    return WHATIFS.respond(request, rows, actions=actions, job=shown)


@page(TRY_RULES)
def ask_whatif(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    code = KEEP_RULES.code if user.may(KEEP_RULES.code) else SEE_RULES.code
    among = RuleSet.objects.visible_to(user, code).exclude(state=RuleSet.State.WITHDRAWN)
    form = WhatIfForm(
        posted(request),
        among=among.select_related("division").order_by("state", "-valid_from", "-pk"),
        initial={"ruleset": request.GET.get("ruleset", "")},
    )
    if request.method == "POST" and form.is_valid():
        job = carried_out(
            form,
            services.ask_whatif,
            by=user,
            organisation=_own_office(user),
            **form.cleaned_data,
        )
        if job:
            messages.success(request, "推演已开始，可以离开这一页")
            return redirect("households:whatifs")
    return render(
        request,
        "web/admin/add.html",
        {
            "form": form,
            "title": "推演一份标准",
            "list_title": "推演建档标准",
            "list_url": reverse("households:whatifs"),
            "submit": "开始推演",
        },
    )


@require_GET
@page(TRY_RULES)
def whatif_page(request: HttpRequest, pk: int) -> HttpResponse:
    whatif = _seen(request, pk)
    listed = reverse("households:whatif_lines", args=[pk])
    rows: list[dict[str, Any]] = [
        {
            "movement": MOVEMENTS[str(one["movement"])],
            "tone": TONES.get(str(one["movement"]), "neutral"),
            "recorded": PLACES.get(str(one["recorded"]), "未定类别"),
            "tried": PLACES[str(one["tried"])],
            "files": one["files"],
            "by_rule": one["by_rule"],
            "url": ""
            if one["movement"] == "stays"
            else f"{listed}?movement={one['movement']}&recorded={one['recorded']}&tried={one['tried']}",
        }
        for key in MOVEMENTS
        for one in whatif.counts
        if one["movement"] == key
    ]
    tiles = [
        {
            "label": label,
            "files": sum(one["files"] for one in whatif.counts if one["movement"] == key),
            "tone": TONES.get(key, ""),
            "url": "" if key == "stays" else f"{listed}?movement={key}",
        }
        for key, label in MOVEMENTS.items()
    ]
    return render(
        request, "households/whatif.html", {"whatif": whatif, "rows": rows, "tiles": tiles}
    )


@require_GET
@page(TRY_RULES)
def whatif_lines(request: HttpRequest, pk: int) -> HttpResponse:
    whatif = _seen(request, pk)
    back = Action("推演汇总", reverse("households:whatif", args=[pk]), "arrow-left")
    return LINES.respond(request, _lines(acting(request), whatif), actions=[back])


@require_GET
@page(TRY_RULES)
def whatif_file(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """Why: both sets, sentence by sentence, for one family as it stands now."""
    user, whatif = acting(request), _seen(request, pk)
    line = get_object_or_404(_lines(user, whatif).select_related("file__clue"), pk=line_pk)
    file: HardshipFile = line.file
    ruled, tried = queries.both_verdicts(whatif.ruleset, file, whatif.on)
    return render(
        request,
        "households/whatif_file.html",
        {
            "whatif": whatif,
            "line": line,
            "file": file,
            "tone": TONES[line.movement],
            "sides": [
                {"title": "现行标准", "outcome": outcome_of(ruled), "lines": lines_of(ruled)},
                {
                    "title": f"推演：{whatif.ruleset}",
                    "outcome": outcome_of(tried),
                    "lines": lines_of(tried),
                },
            ],
        },
    )
