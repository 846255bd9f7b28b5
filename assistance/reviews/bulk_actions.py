"""What can be done with many files at a time (domain.md, pain P2)."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from assistance.households import services as households
from assistance.households.models import Gate, HardshipFile
from assistance.households.permissions import APPROVE_FILE, KEEP_FILES
from assistance.reviews import queries, services
from assistance.reviews.forms import (
    AcknowledgeManyForm,
    AssignManyForm,
    OpenReviewForm,
    ProposeManyForm,
    ReturnManyForm,
)
from assistance.reviews.models import Proposal, Review
from assistance.reviews.permissions import KEEP_REVIEWS, ORGANISE_REVIEWS
from assistance.reviews.registries import BulkAction, Inputs, bulk_action
from ground.accounts.models import User, below

State = HardshipFile.State
NOT_ACTIVE = (~Q(state=State.ACTIVE), "不是在档家庭")


def _open_review(**values: Any) -> Exists:
    return Exists(Review.objects.filter(file=OuterRef("pk"), state=Review.State.OPEN, **values))


WAITS = (
    Q(Exists(Proposal.objects.filter(file=OuterRef("pk"), state=Proposal.State.OPEN))),
    "已有待审批的退出或调整",
)


def _open_refusals(user: User, inputs: Inputs) -> list[tuple[Q, str]]:  # noqa: ARG001
    return [NOT_ACTIVE, (Q(_open_review(kind="yearly")), "已有待办的年度复核"), WAITS]


def _open_reviews(by: User, files: list[HardshipFile], inputs: Inputs) -> None:
    services.open_reviews(by=by, files=files, due_on=date.fromisoformat(inputs["due_on"]))


def _assign_refusals(user: User, inputs: Inputs) -> list[tuple[Q, str]]:  # noqa: ARG001
    reviewer = User.objects.get(pk=inputs["reviewer"])
    reached = below("unit__path", reviewer.scope(KEEP_REVIEWS.code))
    return [
        (~Q(_open_review()), "没有待办的复核"),
        (~reached, "不在这位复核人的范围内"),
        (
            Q(_open_review(kind="spot_check")) & queries.handled_by(reviewer),
            "这位复核人经办或审批过，不能抽查",
        ),
    ]


def _assign(by: User, files: list[HardshipFile], inputs: Inputs) -> None:
    reviewer = User.objects.get(pk=inputs["reviewer"])
    reviews = Review.objects.open().filter(file__in=files).select_for_update().order_by("pk")
    services.assign_reviews(by=by, reviews=list(reviews), reviewer=reviewer)


def _propose_refusals(user: User, inputs: Inputs) -> list[tuple[Q, str]]:  # noqa: ARG001
    return [NOT_ACTIVE, WAITS]


def _propose(by: User, files: list[HardshipFile], inputs: Inputs) -> None:
    cause = inputs["cause"]
    kind = "exit" if cause == Proposal.Cause.OUT_OF_HARDSHIP else "cancel"
    services.propose_many(by=by, among=files, kind=kind, cause=cause, reason=inputs["reason"])


def _acknowledge_refusals(user: User, inputs: Inputs) -> list[tuple[Q, str]]:  # noqa: ARG001
    return [
        (~Q(state=State.IMPORTED), "不是待核认的旧档"),
        (Q(submitted_by=user), "是您导入的，要由另一位审批人核认"),
    ]


def _acknowledge(by: User, files: list[HardshipFile], inputs: Inputs) -> None:  # noqa: ARG001
    households.acknowledge_files(by=by, files=files)


def _return_refusals(user: User, inputs: Inputs) -> list[tuple[Q, str]]:  # noqa: ARG001
    return [
        (~Q(state=State.UNDERWAY), "不在办理中"),
        (~Q(gate__actor=Gate.Actor.KEEPER), "已到审批环节，由审批人退回"),
    ]


def _return(by: User, files: list[HardshipFile], inputs: Inputs) -> None:
    households.return_files(by=by, files=files, reason=inputs["reason"])


bulk_action(
    BulkAction(
        code="open_review",
        label="列入复核",
        says="不等到期，现在就把这些在档家庭列入年度复核。",
        order=10,
        permission=ORGANISE_REVIEWS,
        form=lambda _, data: OpenReviewForm(data),
        refusals=_open_refusals,
        act=_open_reviews,
        words=lambda inputs: [("期限", inputs["due_on"])],
    )
)
bulk_action(
    BulkAction(
        code="assign_review",
        label="分派复核人",
        says="把这些家庭待办的复核交给一位同志；经办或审批过的人不能抽查。",
        order=20,
        permission=ORGANISE_REVIEWS,
        form=AssignManyForm,
        refusals=_assign_refusals,
        act=_assign,
        words=lambda inputs: [("复核人", str(User.objects.get(pk=inputs["reviewer"])))],
    )
)
bulk_action(
    BulkAction(
        code="propose",
        label="提出退出或注销",
        says="为这些家庭各提出一件退出或注销，由另一人逐件审批；脱困退档前还要告知家庭。",
        order=30,
        permission=KEEP_REVIEWS,
        form=lambda _, data: ProposeManyForm(data),
        refusals=_propose_refusals,
        act=_propose,
        words=lambda inputs: [
            ("原因类别", str(Proposal.Cause(inputs["cause"]).label)),
            ("原因", inputs["reason"]),
        ],
    )
)
bulk_action(
    BulkAction(
        code="acknowledge",
        label="核认旧档",
        says="把导入的旧档认作在档；导入的人不能核认自己导入的。",
        order=40,
        permission=APPROVE_FILE,
        form=lambda _, data: AcknowledgeManyForm(data),
        refusals=_acknowledge_refusals,
        act=_acknowledge,
    )
)
bulk_action(
    BulkAction(
        code="return",
        label="退回补充",
        says="把办理中的档案以同一原因退回补充，已填的内容都保留。",
        order=50,
        permission=KEEP_FILES,
        form=lambda _, data: ReturnManyForm(data),
        refusals=_return_refusals,
        act=_return,
        words=lambda inputs: [("原因", inputs["reason"])],
    )
)
