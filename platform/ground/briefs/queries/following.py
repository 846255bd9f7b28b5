"""Who has read an issue, and what became of instructions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from ground.accounts.models import Organisation, User, below
from ground.briefs.models import Instruction, InstructionQuerySet, Issue, Reading
from ground.briefs.permissions import ANSWER_INSTRUCTION, INSTRUCT
from ground.kernel import clock


@dataclass(frozen=True)
class Readings:
    """How far an issue has come: people, their units, and how many units below its office there are."""

    people: int
    units: int
    of: int


def units_of(issue: Issue) -> QuerySet[Organisation]:
    """The organisations at and below an issue's office that have somebody to read it."""
    people = User.objects.filter(organisation=OuterRef("pk"), is_active=True)
    path = issue.series.organisation.path
    return Organisation.objects.filter(Exists(people), path__startswith=path, is_active=True)


def readings_of(issue: Issue) -> Readings:
    """Who of the office's area has read an issue, in numbers. Two queries."""
    read = Reading.objects.filter(
        issue=issue, reader__organisation__path__startswith=issue.series.organisation.path
    ).aggregate(people=Count("pk"), units=Count("reader__organisation", distinct=True))
    return Readings(read["people"], read["units"], units_of(issue).count())


def readers_by_unit(issue: Issue) -> QuerySet[Organisation]:
    """Those organisations with `readers` and `first_read`; nobody, where it has not been opened there."""
    there = Reading.objects.filter(issue=issue, reader__organisation=OuterRef("pk")).order_by()
    grouped = there.values("reader__organisation")
    units: QuerySet[Organisation] = units_of(issue).annotate(
        readers=Subquery(grouped.annotate(number=Count("pk")).values("number")),
        first_read=Subquery(grouped.annotate(first=Min("read_at")).values("first")),
    )
    return units


def instructions_in_lists(rows: InstructionQuerySet) -> InstructionQuerySet:
    return rows.select_related(
        "issue__series__organisation", "organisation", "given_by", "answered_by", "closed_by"
    )


def to_answer(user: User) -> InstructionQuerySet:
    """Instructions that this person's organisations carry out."""
    if not user.may(ANSWER_INSTRUCTION.code):
        return Instruction.objects.none()
    return Instruction.objects.filter(
        below("organisation__path", user.scope(ANSWER_INSTRUCTION.code))
    )


def to_judge(user: User) -> InstructionQuerySet:
    """Instructions that this person may close or send back: of offices in reach, and one's own.

    Not whoever leads the organisation that carries them out.
    """
    if not user.may(INSTRUCT.code):
        return Instruction.objects.none()
    scope = user.scope(INSTRUCT.code)
    return Instruction.objects.filter(
        below("issue__series__organisation__path", scope) | Q(given_by=user)
    )


def overdue(on: date | None = None) -> Q:
    """Instructions that nobody has answered in time."""
    return Q(state=Instruction.State.GIVEN, due_on__lt=on or clock.today())
