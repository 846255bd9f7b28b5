"""Collect a problem: typed by staff, heard on a visit, or told by the enterprise itself."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction

from assistance.problems import queries, rules
from assistance.problems.events import ProblemRaised
from assistance.problems.models import EnterpriseProblem, ProblemPhoto
from assistance.visits.models import Visit, VisitNeed
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

NEEDS = UUID("1f0a5b7e-2008-4e0d-9d00-00000000d0c5")  # the space of keys of visits' needs
Way, Category, Urgency = (
    EnterpriseProblem.Way,
    EnterpriseProblem.Category,
    EnterpriseProblem.Urgency,
)


@transaction.atomic
def raise_problem(
    *,
    by: User | None,
    link_point: Organisation,
    category: str,
    description: str,
    urgency: str = Urgency.NORMAL,
    source_visit: Visit | None = None,
    contact_name: str = "",
    contact_mobile: str = "",
    raised_on: date | None = None,
    photos: Sequence[StoredFile] = (),
    key: UUID | None = None,
) -> EnterpriseProblem:
    """Put on record what troubles an enterprise. `by` is None where the enterprise told it itself.

    The same key again answers with the problem already collected. The office nearest above the
    enterprise takes it in; it has the working days of the local rule to register it.
    """
    key = key or uuid4()
    if known := queries.problem_of_key(key):
        return _own(known, by, link_point)
    today = clock.today()
    rules.check_telling(
        link_point=link_point,
        category=category,
        categories=Category.values,
        urgency=urgency,
        urgencies=Urgency.values,
    )
    if raised_on is not None and raised_on > today:
        raise RuleBroken(
            "raised_in_future", "反映日期不能晚于今天", fields={"raised_on": "不能晚于今天"}
        )
    rules.check_photo_count(len(photos))
    said = rules.checked_text(
        description, field="description", what="问题", longest=rules.LONGEST_DESCRIPTION
    )
    name = rules.checked_text(
        contact_name,
        field="contact_name",
        what="反映人",
        longest=rules.LONGEST_NAME,
        needed=False,
    )
    way = Way.VISIT if source_visit else Way.STAFF if by else Way.CARD
    try:
        with transaction.atomic():
            problem = EnterpriseProblem.objects.create(
                key=key,
                link_point=link_point,
                office=queries.office_of(link_point),
                way=way,
                source_visit=source_visit,
                category=category,
                urgency=urgency,
                description=said,
                contact_name=name,
                contact_mobile=rules.checked_mobile(contact_mobile),
                raised_on=raised_on or today,
                raised_by=by,
                step_due_on=queries.day_by(
                    "problems.register_workdays", after=today, division=link_point.division
                ),
            )
    except IntegrityError:
        if known := queries.problem_of_key(key):  # sent twice at the same moment
            return _own(known, by, link_point)
        raise
    ProblemPhoto.objects.bulk_create(ProblemPhoto(problem=problem, file=one) for one in photos)
    record(
        by,
        "problems.problem_raised",
        problem,
        way=way,
        category=category,
        link_point=link_point.pk,
        photos=len(photos),
    )
    publish(
        ProblemRaised(
            problem_id=problem.pk,
            link_point_id=link_point.pk,
            category=category,
            raised_on=problem.raised_on,
        )
    )
    return problem


@transaction.atomic
def collect_need(*, visit_id: int, index: int) -> EnterpriseProblem:
    """Collect what was asked for on a visit, in the name of whoever recorded it."""
    need = VisitNeed.objects.select_related(
        "visit__link_point__division", "visit__recorded_by"
    ).get(visit=visit_id, index=index)
    return raise_problem(
        by=need.visit.recorded_by,
        key=uuid5(NEEDS, f"{visit_id}:{index}"),
        link_point=need.visit.link_point,
        category=need.category,
        description=need.description,
        source_visit=need.visit,
        raised_on=need.visit.visited_on,
    )


@transaction.atomic
def reveal_contact(*, by: User, problem: EnterpriseProblem, reason: str) -> str:
    """The telephone of whoever told the problem, to somebody with a reason; the trail keeps why."""
    why = rules.checked_text(reason, field="reason", what="查看理由", longest=200)
    if not problem.contact_mobile:
        raise RuleBroken("value_empty", "这一项还没有登记")
    record(by, "problems.contact_revealed", problem, reason=why)
    return str(problem.contact_mobile)


def _own(
    problem: EnterpriseProblem, by: User | None, link_point: Organisation
) -> EnterpriseProblem:
    """A key belongs to whoever used it first, for that enterprise."""
    if problem.raised_by_id != (by.pk if by else None) or problem.link_point_id != link_point.pk:
        raise RuleBroken("key_taken", "这份问题的编号已被使用，请重新打开页面再填写")
    return problem
