from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.problems import permissions, queries, schemas, services, tokens
from assistance.problems.models import EnterpriseProblem
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs
from ground.web.outside import whole_address

router = Router()


@router.get("", response=list[schemas.ProblemOut], auth=needs(permissions.SEE_PROBLEMS))
@paginate(Pages, ordering=("-id",))
def problems(
    request: HttpRequest,
    state: str = "",
    category: str = "",
    link_point_id: int | None = None,
    agency_id: int | None = None,
) -> QuerySet[EnterpriseProblem]:
    """The problems that you see, last collected first."""
    rows = EnterpriseProblem.objects.visible_to(acting(request), permissions.SEE_PROBLEMS.code)
    wanted = {
        "state": state or None,
        "category": category or None,
        "link_point_id": link_point_id,
        "task__agency_id": agency_id,
    }
    narrowed = {name: value for name, value in wanted.items() if value is not None}
    return queries.problems_in_lists(rows.filter(**narrowed), clock.today())


@router.post("", response={201: schemas.ProblemPageOut}, auth=needs(permissions.RAISE_PROBLEM))
def raise_problem(request: HttpRequest, body: schemas.ProblemIn) -> Any:
    """Put on record what troubles an enterprise. The same key again changes nothing."""
    user, code = acting(request), permissions.RAISE_PROBLEM.code
    points = Organisation.objects.visible_to(user, code)
    problem = services.raise_problem(
        by=user,
        link_point=_known(points, [body.link_point_id], "link_point_id")[0],
        **body.dict(exclude={"link_point_id"}),
    )
    return Status(201, _full(user, problem.pk, code))


@router.get("/{pk}", response=schemas.ProblemPageOut, auth=needs(permissions.SEE_PROBLEMS))
def problem(request: HttpRequest, pk: int) -> Any:
    """One problem with the turns of its answer."""
    return _full(acting(request), pk, permissions.SEE_PROBLEMS.code)


@router.post(
    "/{pk}/register",
    response={201: schemas.ProblemPageOut},
    auth=needs(permissions.REGISTER_PROBLEM),
)
def register_problem(request: HttpRequest, pk: int, body: schemas.RegisterIn) -> Any:
    """Take a problem in: it gets the next number of the office's year."""
    user, code = acting(request), permissions.REGISTER_PROBLEM.code
    services.register_problem(by=user, problem=_overseen(user, pk, code), **body.dict())
    return Status(201, _full(user, pk, code))


@router.post(
    "/{pk}/refuse", response={201: schemas.ProblemPageOut}, auth=needs(permissions.REGISTER_PROBLEM)
)
def refuse_problem(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Do not take a problem in; the enterprise reads the reason."""
    user, code = acting(request), permissions.REGISTER_PROBLEM.code
    services.refuse_problem(by=user, problem=_overseen(user, pk, code), reason=body.reason)
    return Status(201, _full(user, pk, code))


@router.post(
    "/{pk}/dispatch",
    response={201: schemas.ProblemPageOut},
    auth=needs(permissions.DISPATCH_PROBLEM),
)
def dispatch_problem(request: HttpRequest, pk: int, body: schemas.DispatchIn) -> Any:
    """Give a problem to an agency. Without a day, the working days of its urgency count."""
    user, code = acting(request), permissions.DISPATCH_PROBLEM.code
    problem, among = _overseen(user, pk, code), queries.agencies_to_choose(user, code)
    services.dispatch_problem(
        by=user,
        problem=problem,
        agency=_known(among, [body.agency_id], "agency_id")[0],
        co_agencies=_known(among, body.co_agency_ids, "co_agency_ids"),
        due_on=body.due_on,
    )
    return Status(201, _full(user, pk, code))


@router.post(
    "/{pk}/take-back",
    response={201: schemas.ProblemPageOut},
    auth=needs(permissions.DISPATCH_PROBLEM),
)
def take_back_problem(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Take a problem back from its agency, to give it to another."""
    user, code = acting(request), permissions.DISPATCH_PROBLEM.code
    services.take_back_problem(by=user, problem=_overseen(user, pk, code), reason=body.reason)
    return Status(201, _full(user, pk, code))


@router.post(
    "/{pk}/link", response={201: schemas.LinkOut}, auth=needs(permissions.ASK_CONFIRMATION)
)
def send_link(request: HttpRequest, pk: int) -> Any:
    """A link by which the enterprise answers once, without an account. An earlier one is void."""
    user, code = acting(request), permissions.ASK_CONFIRMATION.code
    answer = services.send_link(by=user, problem=_overseen(user, pk, code))
    url = whole_address(tokens.confirm_url(answer))
    return Status(201, {"url": url, "expires_on": answer.link_expires_on})


@router.post(
    "/{pk}/link/revoke",
    response={201: schemas.ProblemPageOut},
    auth=needs(permissions.ASK_CONFIRMATION),
)
def revoke_link(request: HttpRequest, pk: int) -> Any:
    """Let the link that is out open no longer."""
    user, code = acting(request), permissions.ASK_CONFIRMATION.code
    services.revoke_link(by=user, problem=_overseen(user, pk, code))
    return Status(201, _full(user, pk, code))


@router.post(
    "/{pk}/phone",
    response={201: schemas.ProblemPageOut},
    auth=needs(permissions.RECORD_CONFIRMATION),
)
def record_confirmation(request: HttpRequest, pk: int, body: schemas.OpinionIn) -> Any:
    """Write down what the enterprise said by telephone. Not by the agencies that handled it."""
    user, code = acting(request), permissions.RECORD_CONFIRMATION.code
    visible = EnterpriseProblem.objects.visible_to(user, code)
    services.record_confirmation(by=user, problem=get_object_or_404(visible, pk=pk), **body.dict())
    return Status(201, _full(user, pk, code))


@router.post(
    "/{pk}/close", response={201: schemas.ProblemPageOut}, auth=needs(permissions.CLOSE_PROBLEM)
)
def close_problem(request: HttpRequest, pk: int, body: schemas.CloseIn) -> Any:
    """Strike a problem off: confirmed, or silent for the days of the rule and with a remark."""
    user, code = acting(request), permissions.CLOSE_PROBLEM.code
    services.close_problem(by=user, problem=_overseen(user, pk, code), remark=body.remark)
    return Status(201, _full(user, pk, code))


def _overseen(user: User, pk: int, code: str) -> EnterpriseProblem:
    return get_object_or_404(EnterpriseProblem.objects.overseen_by(user, code), pk=pk)


def _full(user: User, pk: int, code: str) -> EnterpriseProblem:
    """The problem as far as the permission reaches: a key may be for one thing alone."""
    visible = EnterpriseProblem.objects.visible_to(user, code).prefetch_related("answers")
    found: EnterpriseProblem = get_object_or_404(
        queries.problems_in_lists(visible, clock.today()), pk=pk
    )
    return found


def _known(among: QuerySet[Organisation], wanted: list[int], field: str) -> list[Organisation]:
    found = among.filter(is_active=True).in_bulk(wanted)
    missing = [pk for pk in wanted if pk not in found]
    if missing:
        raise RuleBroken(
            "organisation_unknown",
            f"没有编号为{'、'.join(map(str, missing))}的单位，或不在您可选的范围内",
            fields={field: "没有这个单位"},
        )
    return [found[pk] for pk in wanted]
