"""What waits on the workbench for keepers and approvers of files; files by state and by cause."""

from datetime import timedelta

from django.db.models import Count, Max
from django.urls import reverse

from assistance.households import permissions, queries, rules
from assistance.households.models import FileQuerySet, HardshipFile
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Chart, Tile, Urgency, Waiting, charted, figures, waiting

State = HardshipFile.State
KEPT = [State.DRAFT, State.SUBMITTED, State.REVIEWED, State.INVESTIGATED, State.CHECKED]
GROUP = "困难职工档案"
NOTICE_SOON = timedelta(days=2)


@waiting(order=30, permission=permissions.KEEP_FILES)
def files_to_keep(user: User) -> list[Waiting]:
    """One line for each step at which files of this person's scope stand."""
    files = HardshipFile.objects.visible_to(user, permissions.KEEP_FILES.code)
    return _by_state(files.filter(state__in=KEPT))


@waiting(order=31, permission=permissions.APPROVE_FILE)
def files_to_approve(user: User) -> list[Waiting]:
    files = HardshipFile.objects.visible_to(user, permissions.APPROVE_FILE.code)
    return _by_state(files.filter(state=State.NOTICE_PASSED).exclude(submitted_by=user))


@waiting(order=32, permission=permissions.KEEP_FILES)
def notices_ending(user: User) -> list[Waiting]:
    """Notices in their last days: objections are to be asked for before they pass by themselves."""
    files = HardshipFile.objects.visible_to(user, permissions.KEEP_FILES.code).filter(
        state=State.NOTICE_POSTED, notice_ends_on__lte=clock.today() + NOTICE_SOON
    )
    ends = files.aggregate(number=Count("pk"), last=Max("notice_ends_on"))
    if not ends["number"]:
        return []
    return [
        Waiting(
            title="公示即将期满",
            url=f"{reverse('households:list')}?state={State.NOTICE_POSTED}",
            detail="期满无异议将自动进入待审批",
            since=ends["last"],
            urgency=Urgency.SOON,
            group=GROUP,
            count=ends["number"],
        )
    ]


@waiting(order=33, permission=permissions.ASSIGN_HELPER)
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
    counted = dict(files.order_by().values_list("state").annotate(number=Count("pk")))
    url = reverse("households:list")
    on_the_way = sum(counted.get(state, 0) for state in rules.IN_PROGRESS)
    return [
        Tile("在档家庭", counted.get(State.ACTIVE, 0), "户", f"{url}?state={State.ACTIVE}"),
        Tile("办理中档案", on_the_way, "户", url, note=f"待完善 {counted.get(State.DRAFT, 0)} 户"),
    ]


@charted(order=30, permission=permissions.SEE_FILES)
def active_by_cause(user: User) -> Chart | None:
    rows = dict(
        HardshipFile.objects.visible_to(user, permissions.SEE_FILES.code)
        .filter(state=State.ACTIVE)
        .order_by()
        .values_list("primary_cause")
        .annotate(number=Count("pk"))
    )
    bars = [(label, rows[value]) for value, label in HardshipFile.Cause.choices if value in rows]
    bars.sort(key=lambda bar: -bar[1])
    url = f"{reverse('households:list')}?state={State.ACTIVE}"
    return Chart("在档家庭致困原因", "户", bars, "bars", url)


def _by_state(files: FileQuerySet) -> list[Waiting]:
    found = dict(files.order_by().values_list("state").annotate(number=Count("pk")))
    url = reverse("households:list")
    return [
        Waiting(
            title=f"档案{State(state).label}",
            url=f"{url}?state={state}",
            group=GROUP,
            count=found[state],
        )
        for state in State.values
        if state in found
    ]
