"""Give a review to somebody, and write down what came of it."""

from datetime import date

from django.db import transaction

from assistance.households import queries as households
from assistance.households import services as files
from assistance.households.models import HardshipFile
from assistance.reviews import queries, rules
from assistance.reviews.events import ReviewDone
from assistance.reviews.models import Proposal, Review, ReviewRound
from assistance.reviews.permissions import KEEP_REVIEWS
from assistance.reviews.services.proposing import propose
from ground.accounts.models import User
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

Kind, Result = ReviewRound.Kind, Review.Result
DEFAULT_REASON = {
    Result.RECLASSIFY: "复核后调整",
    Result.EXIT: "复核认为已脱困",
    Result.WRONGLY_IN: "复核认为建档时不符合条件",
    Result.CANCEL: "复核认为应注销",
}


@transaction.atomic
def assign_review(*, by: User, review: Review, reviewer: User) -> Review:
    """Give an open review to a person who may do it; of a spot check never to one who kept the file."""
    file = households.locked_file(review.file)
    locked = queries.locked_review(review)
    rules.check_review_open(locked.state, locked.get_state_display())
    if not reviewer.reaches(file.unit, KEEP_REVIEWS.code):
        raise RuleBroken(
            "reviewer_without_permission",
            f"{reviewer}没有复核这个单位档案的权限，请另选一位",
            fields={"reviewer": "没有权限"},
        )
    rules.check_reviewer(
        kind=locked.kind,
        by=reviewer.pk,
        reviewer=None,
        reviewer_name="",
        hands=queries.had_in_hand(file),
    )
    locked.reviewer = reviewer
    locked.save(update_fields=["reviewer"])
    record(by, "reviews.assigned", locked, reviewer=reviewer.pk)
    return locked


@transaction.atomic
def record_review(
    *,
    by: User,
    review: Review,
    way: str,
    result: str,
    done_on: date,
    finding: str = "",
    category: str = "",
    tier: str = "",
    cause: str = "",
) -> Review:
    """What a review found, once. “Stays” confirms the file; what ends or changes it becomes a proposal.

    Raises RuleBroken where the file has moved on, the person is the wrong one, the result is of
    another kind of family.
    """
    file = households.locked_file(review.file)
    locked = queries.locked_review(review)
    rules.check_review_open(locked.state, locked.get_state_display())
    rules.check_reviewer(
        kind=locked.kind,
        by=by.pk,
        reviewer=locked.reviewer_id,
        reviewer_name=str(locked.reviewer),
        hands=queries.had_in_hand(file),
    )
    if file.state != locked.round.among:
        raise RuleBroken(
            "file_moved_on",
            f"档案现在是“{households.standing_of(file)}”，这项复核不再需要，请刷新后再看",
        )
    if way not in Review.Way.values:
        raise RuleBroken("way_missing", "请选择复核方式", fields={"way": "请选择"})
    rules.check_result(among=locked.round.among, result=result, cause=cause)
    wanted = ("", "")
    if result == Result.RECLASSIFY:
        wanted = households.class_wanted(file, category, tier)
    rules.check_done_on(done_on, earliest=_earliest(file), today=clock.today())
    locked.finding = rules.check_finding(finding, result=result)
    locked.state, locked.way, locked.result = Review.State.DONE, way, result
    locked.category, locked.tier = wanted
    locked.reviewer = locked.reviewer or by
    locked.done_on, locked.recorded_by, locked.recorded_at = done_on, by, clock.now()
    locked.save()
    record(by, "reviews.done", locked, result=result, kind=locked.kind)
    publish(ReviewDone(review_id=locked.pk, file_id=file.pk, result=result, done_on=done_on))
    _follow(by, file, locked, cause)
    return locked


@transaction.atomic
def lapse_reviews(file_id: int) -> int:
    """A file has ended: its reviews are needed no more, its proposal falls away."""
    file = households.locked_file(HardshipFile(pk=file_id))
    lapsed = Review.objects.open().filter(file=file, round__among=ReviewRound.Among.ACTIVE)
    if file.state == HardshipFile.State.ACTIVE:
        return 0
    number = lapsed.update(state=Review.State.LAPSED)
    Proposal.objects.filter(file=file, state=Proposal.State.OPEN).update(
        state=Proposal.State.WITHDRAWN,
        decided_on=clock.today(),
        decision="档案已结束，提议自动失效",
    )
    return number


@transaction.atomic
def assign_reviews(*, by: User, reviews: list[Review], reviewer: User) -> int:
    """As `assign_review`, for many that the caller has locked and checked, in few statements."""
    Review.objects.filter(pk__in=[one.pk for one in reviews]).update(reviewer=reviewer)
    record_many(by, "reviews.assigned", [(one, {"reviewer": reviewer.pk}) for one in reviews])
    return len(reviews)


def _follow(by: User, file: HardshipFile, review: Review, cause: str) -> None:
    if review.result == Result.STAYS:
        way = Review.Way(review.way).label
        files.confirm_file(
            by=by, file=file, opinion=f"{review.get_kind_display()}（{way}）：继续在档"
        )
        replaced = Review.objects.open().filter(file=file, kind=Kind.YEARLY)
        replaced.update(state=Review.State.LAPSED)
        return
    asked = rules.PROPOSED.get(review.result)
    waits = Proposal.objects.filter(file=file, state=Proposal.State.OPEN)
    if asked is None or waits.exists():
        return
    kind, usual = asked
    propose(
        by=by,
        file=file,
        kind=kind,
        cause=usual or cause,
        reason=DEFAULT_REASON[Result(review.result)],
        category=review.category,
        tier=review.tier,
        review=review,
    )


def _earliest(file: HardshipFile) -> date:
    """No review is older than what it looks at: the last confirmation, or the file's end."""
    return file.ended_on or file.confirmed_on or file.approved_on or file.opened_on
