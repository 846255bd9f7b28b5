from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from assistance.pairing.models import GroupMember
from assistance.supervision.measures import registry
from assistance.supervision.models import AssessmentScheme, Sheet
from assistance.supervision.rules.schemes import Item
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period


def locked_scheme(pk: int) -> AssessmentScheme:
    """The scheme, locked until the transaction ends. Dropped in between: a broken rule."""
    found = (
        AssessmentScheme.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise RuleBroken("scheme_gone", "这份草稿已被删除，请返回列表")
    return found


def locked_sheet(pk: int) -> Sheet:
    return (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("scheme__office", "agency")
        .get(pk=pk)
    )


def agencies_assessed(office: Organisation, year: int) -> "QuerySet[Organisation]":
    """The agencies below an office that take part: by their kind, or as members of a group."""
    members = GroupMember.objects.present().filter(group__year=year)
    return Organisation.objects.filter(
        Q(kind=Organisation.Kind.AGENCY) | Q(pk__in=members.values("agency_id")),
        path__startswith=office.path,
        is_active=True,
    ).exclude(pk=office.pk)


def agencies_of(scheme: AssessmentScheme) -> "QuerySet[Sheet, Any]":
    """The agencies of a scheme as a subquery."""
    return Sheet.objects.filter(scheme=scheme).order_by().values("agency_id")


def year_of(scheme: AssessmentScheme) -> Period:
    return Period(starts_on=date(scheme.year, 1, 1), ends_on=date(scheme.year, 12, 31))


def span_of(scheme: AssessmentScheme, period: Period | None = None) -> registry.Span:
    """The days that a scheme looks at: its year, or a part of it."""
    return registry.Span(period or year_of(scheme), clock.today())


def item_rows(scheme: AssessmentScheme) -> list[Item]:
    """The lines of a scheme as rules read them: for a copy, or for its page."""
    return [
        Item(
            code=item.code,
            section=item.section,
            content=item.content,
            criteria=item.criteria,
            kind=item.kind,
            maximum=item.maximum,
            measure=item.measure,
            scale=item.scale,
            evidence_wanted=item.evidence_wanted,
        )
        for item in scheme.items.all()
    ]


def scheme_at_work(office: Organisation, year: int) -> AssessmentScheme | None:
    """The scheme in force of an office for a year."""
    return AssessmentScheme.objects.in_force().filter(office=office, year=year).first()
