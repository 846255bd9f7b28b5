"""Facts of supervision for a period, and the set of facts that a weekly or monthly report is made of."""

from collections.abc import Iterable

from django.urls import reverse

from assistance.supervision.models import Award, Bulletin, Ranking
from ground.accounts.models import Organisation, below
from ground.briefs.facts import Figure, Record, Rows, compute, fact, facts
from ground.briefs.models import Contribution
from ground.kernel.periods import Period

# What an office tells its leaders every week and month (一周情况、月度情况), in the order it is told.
# A fact that this installation does not declare is left out.
REGULAR = (
    "visits.visits_made",
    "rounds.visits_due",
    "rounds.visits_done",
    "rounds.points_covered",
    "rounds.points_not_covered",
    "rounds.duties_missed",
    "rounds.leader_stops",
    "visits.families_found",
    "households.home_visits",
    "problems.raised",
    "problems.solved",
    "problems.overdue",
    "pairing.meetings_held",
    "pairing.tasks_assigned",
    "pairing.tasks_done",
    "aid.relief_paid",
    "aid.families_aided",
    "supervision.articles_adopted",
    "supervision.bulletins_released",
)


def regular_report(area: Organisation, period: Period) -> list[Figure]:
    """The figures of a regular report: those of `REGULAR` that are not zero."""
    declared = {one.code: one for one in facts()}
    figures = (compute(declared[code], area, period) for code in REGULAR if code in declared)
    return [one for one in figures if one.value]


def told(figures: Iterable[Figure]) -> str:
    """The figures as one sentence: `走访12次，联系会议2次。`"""
    parts = [f"{one.fact.label}{one.value:,f}{one.fact.unit}" for one in _trimmed(figures)]
    return "，".join(parts) + "。" if parts else ""


def _trimmed(figures: Iterable[Figure]) -> list[Figure]:
    return [
        Figure(
            fact=one.fact,
            value=one.value.to_integral_value() if one.value == int(one.value) else one.value,
            query=one.query,
            as_of_event=one.as_of_event,
            records=one.records,
        )
        for one in figures
    ]


@fact("supervision.articles_adopted", label="简报采用来稿", unit="篇", order=90)
def articles_adopted(area: Organisation, period: Period) -> Rows:
    rows = Contribution.objects.filter(
        below("organisation__path", [area.path]),
        state=Contribution.State.ADOPTED,
        received_on__range=(period.starts_on, period.ends_on),
    ).select_related("organisation")
    return Rows(
        queryset=rows.order_by("received_on", "pk"),
        record=lambda one: Record(
            f"{one.organisation.name}：{one.title}",
            reverse("briefs:contribution", args=[one.pk]),
        ),
    )


@fact("supervision.bulletins_released", label="印发督查通报", unit="期", order=91)
def bulletins_released(area: Organisation, period: Period) -> Rows:
    rows = Bulletin.objects.filter(
        below("scheme__office__path", [area.path]),
        released_on__range=(period.starts_on, period.ends_on),
    )
    return Rows(
        queryset=rows.order_by("released_on", "pk"),
        record=lambda one: Record(one.title, reverse("supervision:bulletin", args=[one.pk])),
    )


@fact("supervision.agencies_ranked", label="完成考核的单位", unit="个", order=92)
def agencies_ranked(area: Organisation, period: Period) -> Rows:
    rows = Ranking.objects.filter(
        below("sheet__agency__path", [area.path]),
        sheet__scheme__confirmed_on__range=(period.starts_on, period.ends_on),
    ).select_related("sheet__agency")
    return Rows(
        queryset=rows.order_by("place", "pk"),
        record=lambda one: Record(
            f"第{one.place}名 {one.sheet.agency.name}（{one.grade}）",
            reverse("supervision:ranking", args=[one.sheet.scheme_id]),
        ),
    )


@fact("supervision.awards_granted", label="表彰单位和个人", unit="个", order=93)
def awards_granted(area: Organisation, period: Period) -> Rows:
    rows = (
        Award.objects.filter(
            below("agency__path", [area.path]),
            granted_on__range=(period.starts_on, period.ends_on),
        )
        .exclude(kind=Award.Kind.CRITICISED)
        .select_related("agency")
    )
    return Rows(
        queryset=rows.order_by("granted_on", "pk"),
        record=lambda one: Record(
            f"{one.get_kind_display()} {one.agency.name}",
            reverse("supervision:awards", args=[one.scheme_id]),
        ),
    )
