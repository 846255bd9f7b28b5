"""Groups: listed, proposed, approved, shown, ended."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.pairing import permissions, queries, services
from assistance.pairing.forms import CloseForm, EndForm, ProposeForm, ReplaceForm
from assistance.pairing.models import AssistanceTask, PairingGroup
from assistance.pairing.views.looks import group_tone, light_of, light_tone, task_tone
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

SEE = permissions.SEE_GROUPS
SUGGESTED = 12


def _years() -> list[tuple[int, str]]:
    years = PairingGroup.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, f"{year}年") for year in years]


GROUPS = ListPage(
    title="结对",
    subtitle="机关联企业、干部联职工：谁联系谁，谁牵头",
    columns=[
        Column(
            "link_point",
            "双联点",
            "link",
            sort="link_point__name",
            value=lambda g: g.link_point.name,
            url=lambda g: reverse("pairing:group", args=[g.pk]),
        ),
        Column("year", "年度", sort="year", value=lambda g: f"{g.year}年"),
        Column("aliases", "别名", value=lambda g: g.alias_names or "", export_only=True, width=30),
        Column(
            "lead_agency", "牵头单位", sort="lead_agency__name", value=lambda g: g.lead_agency.name
        ),
        Column("member_count", "参联单位（个）", "number"),
        Column("open_count", "未完成任务（件）", "number"),
        Column("overdue_count", "其中逾期（件）", "number"),
        Column("state", "状态", "badge", sort="state", tone=group_tone),
        Column("starts_on", "开始日期", "date", sort="starts_on"),
        Column("ends_on", "结束日期", "date", export_only=True),
    ],
    ordering=["-year", "link_point__name"],
    search=["link_point__name", "link_point__short_name", "alias_names", "lead_agency__name"],
    search_hint="双联点（含别名）或牵头单位",
    filters=[
        Choice("year", "年度", _years),
        Choice("state", "状态", PairingGroup.State.choices),
        Choice(
            "kind",
            "双联点类别",
            [("enterprise", "企业"), ("community", "社区"), ("village", "村")],
            "link_point__kind",
        ),
    ],
    noun="个",
    empty=Empty(
        "还没有结对", "双联办提出结对方案、领导批准后，参联单位即可看到双联点。", icon="pairing"
    ),
)


def choosable(user: User) -> "QuerySet[Organisation]":
    """The organisations among which this person pairs."""
    code = permissions.PROPOSE_GROUP.code
    chosen: QuerySet[Organisation] = Organisation.objects.visible_to(user, code)
    return chosen.filter(is_active=True)


@require_GET
@page(SEE)
def group_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(permissions.PROPOSE_GROUP.code):
        actions = [Action("提出结对方案", reverse("pairing:propose"), "add", "primary")]
    rows = PairingGroup.objects.visible_to(user, SEE.code)
    return GROUPS.respond(request, queries.groups_in_lists(rows), actions=actions)


@page(permissions.PROPOSE_GROUP)
def propose(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    form = ProposeForm(
        choosable(user), posted(request), initial={"year": today.year, "starts_on": today}
    )
    if request.method == "POST" and form.is_valid():
        group = carried_out(form, services.propose_group, by=user, **form.cleaned_data)
        if group:
            messages.success(request, "结对方案已提出，待领导批准")
            return redirect("pairing:group", group.pk)
    return render(request, "pairing/propose.html", {"form": form})


@require_GET
@page(permissions.PROPOSE_GROUP)
def names(request: HttpRequest) -> HttpResponse:
    """Suggestions for a name that is being typed, as options of a datalist."""
    typed = (str(one).strip() for one in request.GET.values())
    text = next(filter(None, typed), "")
    found = queries.organisations_like(choosable(acting(request)), text)[:SUGGESTED] if text else []
    return render(request, "pairing/names.html", {"names": [one.name for one in found]})


@require_GET
@page(SEE)
def group_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    visible = PairingGroup.objects.visible_to(user, SEE.code)
    group = get_object_or_404(
        visible.select_related("link_point", "lead_agency", "proposed_by", "approved_by"), pk=pk
    )
    tasks = list(group.tasks.select_related("agency").order_by("due_on", "pk"))
    members = list(
        group.members.select_related("agency", "succeeded_by__agency").order_by("left_on", "pk")
    )
    aliases = list(group.link_point.aliases.order_by("pk").values_list("name", flat=True))
    return render(
        request,
        "pairing/group.html",
        {
            "group": group,
            "tone": group_tone(group),
            "aliases": aliases,
            "members": [one for one in members if one.left_on is None],
            "former": [one for one in members if one.left_on is not None],
            "meetings": list(
                group.meetings.select_related("host", "minutes").prefetch_related("tasks")
            ),
            "tasks": [
                {
                    "task": task,
                    "tone": task_tone(task),
                    "light": light_of(task),
                    "light_tone": light_tone(task),
                }
                for task in tasks
            ],
            "card": group.cards.in_force().first(),
            "plan_count": group.plan_items.count(),
            "open_count": sum(task.state in AssistanceTask.PENDING for task in tasks),
            "moments": moments_of(group),
            "today": clock.today(),
            "may": _may(user, group),
        },
    )


def _may(user: User, group: PairingGroup) -> dict[str, bool]:
    """What this person may do with this group now; the services ask again."""
    one = PairingGroup.objects.filter(pk=group.pk)
    proposed = group.state == PairingGroup.State.PROPOSED
    active = group.state == PairingGroup.State.ACTIVE

    def oversees(code: str) -> bool:
        return user.may(code) and one.overseen_by(user, code).exists()

    def leads(code: str) -> bool:
        return user.may(code) and one.led_by(user, code).exists()

    return {
        "approve": proposed
        and group.proposed_by_id != user.pk
        and oversees(permissions.APPROVE_GROUP.code),
        "end": (proposed or active) and oversees(permissions.END_GROUP.code),
        "replace": active and oversees(permissions.REPLACE_MEMBER.code),
        "close": (proposed or active) and oversees(permissions.CLOSE_LINK_POINT.code),
        "record_meeting": active and leads(permissions.RECORD_MEETING.code),
        "assign_task": active and leads(permissions.ASSIGN_TASK.code),
        "issue_card": active and leads(permissions.ISSUE_CARDS.code),
    }


def overseen(request: HttpRequest, pk: int, code: str) -> PairingGroup:
    groups = PairingGroup.objects.overseen_by(acting(request), code)
    return get_object_or_404(groups.select_related("link_point", "lead_agency"), pk=pk)


@require_POST
@page(permissions.APPROVE_GROUP)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    group = overseen(request, pk, permissions.APPROVE_GROUP.code)
    said = "结对已批准，各参联单位现在可以看到双联点"
    done(request, services.approve_group, said=said, by=acting(request), group=group)
    return redirect("pairing:group", pk)


@require_POST
@page(permissions.END_GROUP)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    group = overseen(request, pk, permissions.END_GROUP.code)
    reason = request.POST.get("reason", "")
    went = done(
        request,
        services.withdraw_proposal,
        said="结对方案已撤回",
        by=acting(request),
        group=group,
        reason=reason,
    )
    return redirect("pairing:list") if went else redirect("pairing:group", pk)


@page(permissions.END_GROUP)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    group = overseen(request, pk, permissions.END_GROUP.code)
    form = EndForm(posted(request), initial={"ends_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        ended = carried_out(
            form, services.end_group, by=acting(request), group=group, **form.cleaned_data
        )
        if ended:
            messages.success(request, "结对已结束，参联单位不再能查看该双联点")
            return redirect("pairing:group", pk)
    return render(request, "pairing/end.html", {"form": form, "group": group})


@page(permissions.REPLACE_MEMBER)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """An agency leaves, another takes its place: in one step."""
    user, code = acting(request), permissions.REPLACE_MEMBER.code
    group = overseen(request, pk, code)
    among = Organisation.objects.visible_to(user, code).filter(is_active=True)
    start = {"on": clock.today(), "leaving": request.GET.get("leaving", "")}
    form = ReplaceForm(among, posted(request), group=group, initial=start)
    if request.method == "POST" and form.is_valid():
        taking = carried_out(
            form, services.replace_member, by=user, group=group, **form.cleaned_data
        )
        if taking:
            messages.success(request, f"已由“{taking.agency}”接替，未完成的任务一并转交")
            return redirect("pairing:group", pk)
    return render(request, "pairing/replace.html", {"form": form, "group": group})


@page(permissions.CLOSE_LINK_POINT)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The link point of this group is gone: everything that hangs on it ends."""
    user, code = acting(request), permissions.CLOSE_LINK_POINT.code
    group = overseen(request, pk, code)
    form = CloseForm(posted(request), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        ended = carried_out(
            form,
            services.close_link_point,
            by=user,
            link_point=group.link_point,
            **form.cleaned_data,
        )
        if ended is not None:
            messages.success(request, f"已办理退出：结束结对{len(ended)}个，未完成的任务已取消")
            return redirect("pairing:list")
    hanging = queries.hanging_on(group.link_point)
    context = {"form": form, "group": group, "hanging": hanging}
    return render(request, "pairing/close.html", context)
