"""Facts of reviews for a period. An area is an organisation and what is below it."""

from django.urls import reverse

from assistance.reviews import queries
from assistance.reviews.models import Proposal, Review, ReviewQuerySet
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


def _review(review: Review) -> Record:
    """The file's number and unit, never a name."""
    return Record(
        f"{review.done_on} {review.file.file_no} {review.file.unit.name}",
        reverse("reviews:review", args=[review.pk]),
    )


def _proposal(proposal: Proposal) -> Record:
    return Record(
        f"{proposal.decided_on} {proposal.file.file_no} {proposal.file.unit.name}",
        reverse("reviews:proposal", args=[proposal.pk]),
    )


def _rows(reviews: ReviewQuerySet | None) -> Rows:
    rows = Review.objects.none() if reviews is None else reviews
    return Rows(
        queryset=rows.select_related("file__unit").order_by("done_on", "pk"), record=_review
    )


def _done(area: Organisation, period: Period) -> ReviewQuerySet:
    return Review.objects.filter(
        file__unit__path__startswith=area.path,
        state=Review.State.DONE,
        done_on__range=(period.starts_on, period.ends_on),
    )


@fact("reviews.done", label="复核困难职工家庭", unit="户次", order=55)
def reviews_done(area: Organisation, period: Period) -> Rows:
    return _rows(_done(area, period))


@fact("reviews.spot_checked", label="抽查困难职工家庭", unit="户次", order=56)
def spot_checked(area: Organisation, period: Period) -> Rows:
    return _rows(_done(area, period).filter(kind="spot_check"))


@fact("reviews.wrongly_in", label="抽查发现错评", unit="户", order=57)
def wrongly_in(area: Organisation, period: Period) -> Rows:
    return _rows(queries.rate_of("wrongly_in", [area.path], period).above.reviews)


@fact("reviews.wrongly_out", label="回访发现错退", unit="户", order=58)
def wrongly_out(area: Organisation, period: Period) -> Rows:
    return _rows(queries.rate_of("wrongly_out", [area.path], period).above.reviews)


@fact("reviews.exits", label="脱困退出家庭", unit="户", order=59)
def exits(area: Organisation, period: Period) -> Rows:
    accepted = Proposal.objects.filter(
        file__unit__path__startswith=area.path,
        state=Proposal.State.ACCEPTED,
        kind=Proposal.Kind.EXIT,
        decided_on__range=(period.starts_on, period.ends_on),
    )
    return Rows(
        queryset=accepted.select_related("file__unit").order_by("decided_on", "pk"),
        record=_proposal,
    )
