from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.households.models import HardshipFile
from assistance.reviews import permissions, queries, schemas, services
from assistance.reviews.models import Proposal, Review, ReviewRound
from ground.accounts.models import Organisation, User
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period
from ground.web.api import Pages, acting, needs

router = Router()
SEE, KEEP, ORGANISE, DECIDE = (
    permissions.SEE_REVIEWS,
    permissions.KEEP_REVIEWS,
    permissions.ORGANISE_REVIEWS,
    permissions.DECIDE_PROPOSALS,
)


@router.get("/reviews", response=list[schemas.ReviewOut], auth=needs(SEE))
@paginate(Pages, ordering=("-id",))
def list_reviews(request: HttpRequest, state: str = "", kind: str = "") -> Any:
    """Reviews of files in your scope, newest first."""
    rows = Review.objects.visible_to(acting(request), SEE.code).select_related("file")
    rows = rows.filter(state=state) if state in Review.State.values else rows
    return rows.filter(kind=kind) if kind in ReviewRound.Kind.values else rows


@router.post("/reviews/{int:pk}/result", response={201: schemas.ReviewOut}, auth=needs(KEEP))
def record_review(request: HttpRequest, pk: int, body: schemas.ReviewIn) -> Any:
    """What a review found; what ends or changes a file becomes a proposal."""
    review = get_object_or_404(Review.objects.visible_to(acting(request), KEEP.code), pk=pk)
    return Status(201, services.record_review(by=acting(request), review=review, **body.dict()))


@router.post("/reviews/{int:pk}/reviewer", response={201: schemas.ReviewOut}, auth=needs(ORGANISE))
def assign_review(request: HttpRequest, pk: int, body: schemas.AssignIn) -> Any:
    """Give an open review to a person."""
    user = acting(request)
    review = get_object_or_404(Review.objects.visible_to(user, ORGANISE.code), pk=pk)
    people = User.objects.visible_to(user, ORGANISE.code)
    reviewer = get_object_or_404(people, pk=body.reviewer_id, is_active=True)
    return Status(201, services.assign_review(by=user, review=review, reviewer=reviewer))


@router.get("/proposals", response=list[schemas.ProposalOut], auth=needs(SEE))
@paginate(Pages, ordering=("-id",))
def list_proposals(request: HttpRequest, state: str = "") -> Any:
    """Proposed exits, cancellations and changes of class in your scope, newest first."""
    rows = Proposal.objects.visible_to(acting(request), SEE.code).select_related(
        "file", "assessment"
    )
    return rows.filter(state=state) if state in Proposal.State.values else rows


@router.post("/proposals", response={201: schemas.ProposalOut}, auth=needs(KEEP))
def propose(request: HttpRequest, body: schemas.ProposalIn) -> Any:
    """Propose that a family leaves the files, or stands in another class."""
    values = body.dict()
    files = HardshipFile.objects.visible_to(acting(request), KEEP.code)
    file = get_object_or_404(files, pk=values.pop("file_id"))
    return Status(201, services.propose(by=acting(request), file=file, **values))


@router.post("/proposals/{int:pk}/informed", response={201: schemas.ProposalOut}, auth=needs(KEEP))
def inform_family(request: HttpRequest, pk: int, body: schemas.InformIn) -> Any:
    """The family was told; what it says against it."""
    proposal = _proposal(request, pk, KEEP.code)
    done = services.inform_family(by=acting(request), proposal=proposal, **body.dict())
    return Status(201, done)


@router.post(
    "/proposals/{int:pk}/decision", response={201: schemas.ProposalOut}, auth=needs(DECIDE)
)
def decide_proposal(request: HttpRequest, pk: int, body: schemas.DecisionIn) -> Any:
    """Accept or refuse; never by the person who proposed."""
    proposal = _proposal(request, pk, DECIDE.code)
    done = services.decide_proposal(by=acting(request), proposal=proposal, **body.dict())
    return Status(201, done)


@router.post(
    "/proposals/{int:pk}/withdrawal", response={201: schemas.ProposalOut}, auth=needs(KEEP)
)
def withdraw_proposal(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Take back what you proposed."""
    proposal = _proposal(request, pk, KEEP.code)
    done = services.withdraw_proposal(by=acting(request), proposal=proposal, **body.dict())
    return Status(201, done)


@router.post("/samples", response={201: schemas.SampleOut}, auth=needs(ORGANISE))
def draw_sample(request: HttpRequest, body: schemas.SampleIn) -> Any:
    """Draw a spot check; the same seed over the same files draws the same families."""
    values = body.dict()
    offices = Organisation.objects.visible_to(acting(request), ORGANISE.code)
    office = offices.filter(pk=values.pop("organisation_id")).first()
    if office is None:
        raise RuleBroken("organisation_unknown", "没有这个单位，或不在您可选的范围内")
    drawn = services.draw_sample(by=acting(request), organisation=office, **values)
    return Status(201, drawn)


@router.get("/lists", response=list[schemas.WorkListOut], auth=needs(SEE))
def work_lists(request: HttpRequest) -> Any:
    """The work lists and how many files of your scope stand on each, counted to a thousand."""
    return [
        {
            "code": one.work_list.code,
            "label": one.work_list.label,
            "says": one.work_list.says,
            "number": one.number,
            "is_more": one.is_more,
        }
        for one in queries.counted_lists(acting(request)).value
    ]


@router.get("/rates", response=list[schemas.RateOut], auth=needs(SEE))
def rates(request: HttpRequest, starts_on: date, ends_on: date) -> Any:
    """The evaluators' rates of your scope, with what they are divided by and their intervals."""
    paths = acting(request).scope(SEE.code)
    return [
        {
            "code": one.rate.code,
            "label": one.rate.label,
            "says": one.rate.says,
            "above": one.above.number,
            "below": one.below.number,
            "share": one.share,
            "interval": one.interval,
        }
        for one in queries.rates(paths, Period(starts_on=starts_on, ends_on=ends_on))
    ]


def _proposal(request: HttpRequest, pk: int, permission: str) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(acting(request), permission), pk=pk)
