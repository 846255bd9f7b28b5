"""Reviews and proposals: held for a service, shown in lists, who had a file in hand."""

from django.db.models import Count, OuterRef, Q, Subquery

from assistance.households.models import HardshipFile, Member, Step
from assistance.reviews.models import (
    Proposal,
    Review,
    ReviewQuerySet,
    ReviewRound,
    UnfiledFamily,
)
from assistance.reviews.models.proposals import ProposalQuerySet
from ground.accounts.models import Organisation, User, up_from
from ground.accounts.permissions import Permission


def locked_review(review: Review) -> Review:
    """The review as it is now, held; lock its file first."""
    rows = Review.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("round__organisation", "reviewer").get(pk=review.pk)


def locked_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it is now, held; lock its file first."""
    return Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)


def locked_family(family: UnfiledFamily) -> UnfiledFamily:
    return UnfiledFamily.objects.select_for_update(of=("self",), no_key=True).get(pk=family.pk)


def had_in_hand(file: HardshipFile) -> set[int]:
    """Everybody who took a step with a file, submitted or approved it."""
    hands = [file.submitted_by_id, file.approved_by_id]
    hands += Step.objects.filter(file=file).values_list("by_id", flat=True)
    return {key for key in hands if key is not None}


def handled_by(user: User) -> Q:
    """Files that this person had in hand, as a condition."""
    steps = Step.objects.filter(by=user).values("file_id")
    return Q(pk__in=steps) | Q(submitted_by=user) | Q(approved_by=user)


def reviewers_for(organisation: Organisation, permission: Permission) -> list[User]:
    """People who may record reviews over an organisation."""
    people = User.objects.filter(
        is_active=True,
        memberships__role__in=permission.roles,
        memberships__organisation__path__in=up_from(organisation.path),
    )
    return list(
        people.select_related("organisation").distinct().order_by("organisation__path", "pk")
    )


def _holder(outer: str) -> Subquery:
    holder = Member.objects.filter(file=OuterRef(outer), relation=Member.Relation.HOLDER)
    return Subquery(holder.values("name")[:1])


def reviews_in_lists(reviews: ReviewQuerySet) -> ReviewQuerySet:
    """With file, unit, reviewer, round and `holder_name`."""
    return reviews.select_related("file__unit", "file__gate", "reviewer", "round").annotate(
        holder_name=_holder("file")
    )


def proposals_in_lists(proposals: ProposalQuerySet) -> ProposalQuerySet:
    return proposals.select_related(
        "file__unit", "file__gate", "proposed_by", "decided_by", "assessment"
    ).annotate(holder_name=_holder("file"))


def round_progress(round_: ReviewRound) -> dict[str, int]:
    """How many of a round stand where: state → number."""
    rows = round_.reviews.order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)
