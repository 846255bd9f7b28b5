"""What waits on the workbench for keepers and approvers of files; files by state and by cause."""

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from assistance.households import permissions, queries, registries
from assistance.households.models import Cause, Consent, FileQuerySet, Gate, HardshipFile
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.lately import counted_lately
from ground.web.workbench import Chart, Tile, Urgency, Waiting, charted, figures, waiting

State = HardshipFile.State
GROUP = "困难职工档案"


@waiting(order=30, permission=permissions.KEEP_FILES)
def files_to_keep(user: User) -> list[Waiting]:
    """One line for each gate of the keepers at which files of this person's scope stand; drafts."""
    files = HardshipFile.objects.visible_to(user, permissions.KEEP_FILES.code)
    drafts = files.filter(state=State.DRAFT).count()
    lines = _line("档案待完善", f"state={State.DRAFT}", drafts)
    return lines + _by_gate(files.filter(state=State.UNDERWAY, gate__actor=Gate.Actor.KEEPER))


@waiting(order=31, permission=permissions.APPROVE_FILE)
def files_to_approve(user: User) -> list[Waiting]:
    files = HardshipFile.objects.visible_to(user, permissions.APPROVE_FILE.code)
    brought_in = files.filter(state=State.IMPORTED).exclude(submitted_by=user).count()
    lines = _line("导入的旧档待核认", f"state={State.IMPORTED}", brought_in)
    return lines + _by_gate(
        files.filter(state=State.UNDERWAY, gate__actor=Gate.Actor.APPROVER).exclude(
            submitted_by=user
        )
    )


@waiting(order=33, permission=permissions.KEEP_FILES)
def consents_withdrawn(user: User) -> list[Waiting]:
    """Families of whom somebody has taken a consent back and not given it again."""
    given_again = Consent.objects.filter(
        member=OuterRef("member"), text__purpose=OuterRef("text__purpose"), withdrawn_on=None
    )
    taken_back = Consent.objects.filter(
        ~Exists(given_again),
        withdrawn_on__isnull=False,
        member__in_open_file=True,
        member__file__in=HardshipFile.objects.visible_to(user, permissions.KEEP_FILES.code),
    )
    told = taken_back.aggregate(
        number=Count("member__file", distinct=True),
        since=Min("withdrawn_on"),
        first=Min("member__file"),
    )
    if not told["number"]:
        return []
    return [
        Waiting(
            title="有成员撤回了同意，待处理",
            url=reverse("households:papers", args=[told["first"]]),
            detail="重新签署，或按撤回停止办理；从最早的一户开始",
            since=told["since"],
            urgency=Urgency.SOON,
            group=GROUP,
            count=told["number"],
        )
    ]


@waiting(order=34, permission=permissions.ASSIGN_HELPER)
def families_to_pair(user: User) -> list[Waiting]:
    """Families whose helper has left: they need another one."""
    files = HardshipFile.objects.visible_to(user, permissions.ASSIGN_HELPER.code)
    number = queries.families_without_helper(files).filter(lost_helper=True).count()
    if not number:
        return []
    return [
        Waiting(
            title="结对干部已离任，待确定接替人",
            url=reverse("households:without_helper"),
            detail="安排接替干部后自动消失",
            urgency=Urgency.SOON,
            group="结对家庭",
            count=number,
        )
    ]


@figures(order=30, permission=permissions.SEE_FILES)
def files_by_state(user: User) -> list[Tile]:
    files = HardshipFile.objects.visible_to(user, permissions.SEE_FILES.code)
    lately = counted_lately(
        files,
        name="households.files_by_state",
        scope=user.scope(permissions.SEE_FILES.code),
        count=lambda: dict(files.order_by().values_list("state").annotate(number=Count("pk"))),
    )
    counted = lately.value
    url = reverse("households:list")
    return [
        Tile(
            "在档家庭",
            counted.get(State.ACTIVE, 0),
            "户",
            f"{url}?state={State.ACTIVE}",
            note=lately.note,
        ),
        Tile(
            "办理中档案",
            counted.get(State.UNDERWAY, 0),
            "户",
            f"{url}?state={State.UNDERWAY}",
            note=f"待完善 {counted.get(State.DRAFT, 0)} 户",
        ),
    ]


@charted(order=30, permission=permissions.SEE_FILES)
def active_by_cause(user: User) -> Chart | None:
    files = HardshipFile.objects.visible_to(user, permissions.SEE_FILES.code).filter(
        state=State.ACTIVE
    )
    lately = counted_lately(
        files,
        name="households.active_by_cause",
        scope=user.scope(permissions.SEE_FILES.code),
        count=lambda: dict(
            files.order_by().values_list("primary_cause").annotate(number=Count("pk"))
        ),
    )
    rows = lately.value
    bars = [(label, rows[value]) for value, label in Cause.choices if value in rows]
    bars.sort(key=lambda bar: -bar[1])
    url = f"{reverse('households:list')}?state={State.ACTIVE}"
    title = f"在档家庭致困原因（{lately.note}）" if lately.note else "在档家庭致困原因"
    return Chart(title, "户", bars, "bars", url)


def _by_gate(files: FileQuerySet) -> list[Waiting]:
    """A line for each kind of gate and state of its work, the overdue ones said."""
    today = clock.today()
    rows = (
        files.order_by()
        .values("gate__kind", "gate_state")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=Q(gate_due_on__lt=today)),
            since=Min("gate_since"),
        )
        .order_by("gate__kind", "gate_state")
    )
    lines = []
    for row in rows:
        kind, state = Gate.Kind(row["gate__kind"]), row["gate_state"]
        if state == HardshipFile.GateState.OPEN:
            continue  # it goes on by itself, or its room tells of it
        if registries.is_told_above(kind, state):
            continue
        title = f"{kind.label}待处理" if state == "troubled" else f"档案待{kind.label}"
        late = row["late"]
        lines.append(
            Waiting(
                title=title,
                url=registries.list_of(kind),
                detail=f"其中 {late} 户已超过期限" if late else "",
                since=row["since"],
                urgency=Urgency.OVERDUE if late else Urgency.LATER,
                group=GROUP,
                count=row["number"],
            )
        )
    return lines


def _line(title: str, query: str, number: int) -> list[Waiting]:
    if not number:
        return []
    url = f"{reverse('households:list')}?{query}"
    return [Waiting(title=title, url=url, group=GROUP, count=number)]
