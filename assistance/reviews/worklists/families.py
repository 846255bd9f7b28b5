"""Lists of files by what has become of the family, its income, its place on the way."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from assistance.criteria.queries import dibao_of
from assistance.households.models import (
    Assessment,
    FileQuerySet,
    Gate,
    HardshipFile,
    Member,
    Step,
)
from assistance.reviews.models import Review
from assistance.reviews.queries import by_values, divisions_of_units, in_divisions
from assistance.reviews.registries import work_list
from assistance.reviews.rules import months_before
from assistance.reviews.worklists.shared import ENDED, members
from ground.places.queries import local_rule

State, GateState = HardshipFile.State, HardshipFile.GateState
YUAN: DecimalField[Decimal, Decimal] = DecimalField(max_digits=16, decimal_places=2)


@work_list(
    "untouched",
    label="一年未复核",
    says="在档，最近一次核实（或批准）已超过规定的复核间隔。",
    order=20,
)
def untouched(files: FileQuerySet, on: date) -> FileQuerySet:
    late = Q(pk__in=[])
    for (months,), divisions in by_values(["reviews.months_between"], on=on).items():
        before = months_before(on, int(months))
        late |= in_divisions(divisions) & (
            Q(confirmed_on__lt=before) | Q(confirmed_on__isnull=True, approved_on__lt=before)
        )
    return files.filter(late, state=State.ACTIVE)


@work_list("overdue", label="复核逾期", says="列入复核而过了期限还没有结果。", order=21)
def overdue(files: FileQuerySet, on: date) -> FileQuerySet:
    late = Review.objects.filter(file=OuterRef("pk"), state=Review.State.OPEN, due_on__lt=on)
    return files.filter(Exists(late))


@work_list("retired", label="户主已退休", says="在档，户主的工作状态登记为退休。", order=30)
def retired(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001 -- one shape for all
    holder = members(relation=Member.Relation.HOLDER, work_state="retired")
    return files.filter(Exists(holder), state=State.ACTIVE)


@work_list("holder_gone", label="户主亡故或迁出", says="在档，户主已登记为亡故或迁出。", order=31)
def holder_gone(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001
    gone = members(relation=Member.Relation.HOLDER).exclude(standing=Member.Standing.PRESENT)
    return files.filter(Exists(gone), state=State.ACTIVE)


@work_list(
    "member_gone",
    label="成员变动未复核",
    says="在档，有家庭成员亡故或迁出，此后没有核实过；人口变了，人均收入也变了。",
    order=32,
)
def member_gone(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001
    gone = members().exclude(standing=Member.Standing.PRESENT)
    since = gone.exclude(relation=Member.Relation.HOLDER).filter(
        Q(gone_on__isnull=True) | Q(gone_on__gt=OuterRef("confirmed_on"))
    )
    return files.filter(Exists(since), state=State.ACTIVE)


@work_list(
    "contradicting",
    label="收入情况矛盾",
    says="家庭年收入少于成员月收入之和的十二倍；或有人在岗而年收入为零；或核对有发现；"
    "或按标准的建议与登记的类别不同。",
    order=40,
)
def contradicting(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001
    # Values and not EXISTS: that the planner would answer for every family of the installation at once.
    family = members(standing=Member.Standing.PRESENT).order_by().values("file")
    monthly = Subquery(family.annotate(total=Sum("monthly_income")).values("total"))
    at_work = Count("pk", filter=Q(work_state="employed"))
    differing = _latest().exclude(outcome__in=["unknown", "borderline"])
    hits = Step.objects.filter(
        file=OuterRef("pk"), kind=Step.Kind.TROUBLED, gate__kind=Gate.Kind.CHECK
    )
    return (
        files.filter(state__in=[State.ACTIVE, State.UNDERWAY])
        .annotate(
            members_a_year=Coalesce(monthly, Value(0), output_field=YUAN) * 12,
            at_work=Subquery(family.annotate(number=at_work).values("number")),
            differing=Subquery(differing.exclude(outcome=OuterRef("category")).values("outcome")),
        )
        .filter(
            Q(annual_income__lt=F("members_a_year"))
            | Q(annual_income=0, at_work__gt=0)
            | Q(Exists(hits))
            | Q(differing__isnull=False)
        )
    )


@work_list(
    "borderline",
    label="边缘家庭",
    says="人均月纯收入离低保标准或其两倍在规定的百分比以内，或按标准属边缘困难：逐户再看。",
    order=41,
)
def borderline(files: FileQuerySet, on: date) -> FileQuerySet:
    percent = local_rule("reviews.borderline_percent", on=on)
    standard = _dibao(on)
    recommended = files.filter(state__in=[State.ACTIVE, State.UNDERWAY]).annotate(
        recommended=Subquery(_latest().values("outcome"))
    )
    if standard is None:
        return recommended.filter(recommended="borderline")
    people = (
        members(standing=Member.Standing.PRESENT)
        .order_by()
        .values("file")
        .annotate(number=Count("pk"))
        .values("number")
    )
    share = percent / 100
    return recommended.annotate(
        dibao=standard,
        net=(F("annual_income") - F("rigid_expenses"))
        / Greatest(Coalesce(Subquery(people), 1), 1)
        / 12,
    ).filter(
        Q(recommended="borderline")
        | Q(net__gte=F("dibao") * (1 - share), net__lte=F("dibao") * (1 + share))
        | Q(net__gte=F("dibao") * 2 * (1 - share), net__lte=F("dibao") * 2 * (1 + share))
    )


@work_list(
    "notices_ending", label="公示即将期满", says="公示将在规定的日数内期满，请收集异议。", order=50
)
def notices_ending(files: FileQuerySet, on: date) -> FileQuerySet:
    soon = Q(pk__in=[])
    for (days,), divisions in by_values(["reviews.notice_soon_days"], on=on).items():
        soon |= in_divisions(divisions) & Q(notice_ends_on__lte=on + timedelta(days=int(days)))
    return files.filter(
        soon, state=State.UNDERWAY, gate__kind=Gate.Kind.NOTICE, gate_state=GateState.OPEN
    )


@work_list(
    "waiting",
    label="环节停留过久",
    says="办理中，已过本环节的期限；没有期限的环节，停留超过规定的日数。",
    order=51,
)
def waiting_too_long(files: FileQuerySet, on: date) -> FileQuerySet:
    late = Q(gate_due_on__lt=on)
    for (days,), divisions in by_values(["reviews.waiting_too_long_days"], on=on).items():
        since = on - timedelta(days=int(days))
        late |= in_divisions(divisions) & Q(gate_due_on__isnull=True, gate_since__lt=since)
    return files.filter(late, state=State.UNDERWAY).exclude(gate_state=GateState.OPEN)


@work_list(
    "relapsed",
    label="返困家庭",
    says="退出后再次建档的家庭，以及回访认为退出错误或已返困、还没有重新建档的家庭。",
    order=70,
)
def relapsed(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001
    found = Review.objects.filter(
        file=OuterRef("pk"), result__in=[Review.Result.WRONGLY_OUT, Review.Result.RELAPSED]
    )
    again = HardshipFile.objects.filter(relapse_of=OuterRef("pk"))
    return files.filter(
        Q(relapse_of__isnull=False) & ~Q(state__in=ENDED)
        | Q(Exists(found)) & ~Q(Exists(again)) & Q(state=State.EXITED)
    )


@work_list(
    "missed",
    label="漏评待建档",
    says="抽查认为符合条件、应建未建的未通过档案，还没有重新建档。",
    order=71,
)
def missed(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001
    found = Review.objects.filter(file=OuterRef("pk"), result=Review.Result.MISSED)
    return files.filter(Exists(found), state=State.REJECTED)


def _latest() -> QuerySet[Assessment]:
    """What the rules said last of a file."""
    return Assessment.objects.filter(file=OuterRef("pk"), is_latest=True).order_by()


def _dibao(on: date) -> Case | None:
    """The 低保 standard of a file's region, as an expression; None where no region has one."""
    known = dibao_of(divisions_of_units(), on)
    grouped = {
        value: [division for division in known if known[division] == value]
        for value in set(known.values())
    }
    whens = [When(in_divisions(keys), then=Value(value)) for value, keys in grouped.items()]
    return Case(*whens, default=None, output_field=YUAN) if whens else None
