"""Entered in the national system: noted for all files of a filter, taken back for all of a filter."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q

from assistance.households.models import HardshipFile
from assistance.ledgers import services
from assistance.ledgers.forms import EnteredForm, NotEnteredForm
from assistance.ledgers.models import HandOverLine
from assistance.ledgers.permissions import HAND_OVER
from assistance.ledgers.queries import ENTERED, TO_ENTER
from assistance.reviews.registries import BulkAction, Inputs, bulk_action
from ground.accounts.models import User
from ground.kernel.clock import CHINA


def _has(which: Q) -> Exists:
    return Exists(HandOverLine.objects.filter(which, file=OuterRef("pk")))


def _enter_refusals(user: User, inputs: Inputs) -> list[tuple[Q, str]]:  # noqa: ARG001
    day_is_over = datetime.combine(date.fromisoformat(inputs["entered_on"]), time.max, tzinfo=CHINA)
    later = TO_ENTER & Q(hand_over__made_at__gt=day_is_over)
    return [
        (Q(_has(ENTERED)), "已经登记录入"),
        (~Q(_has(TO_ENTER)), "还没有报送过"),
        (Q(_has(later)), "报送晚于这个录入日期"),
    ]


def _enter(by: User, files: list[HardshipFile], inputs: Inputs) -> None:
    lines = HandOverLine.objects.filter(file__in=files)
    services.mark_entered(by=by, lines=lines, entered_on=date.fromisoformat(inputs["entered_on"]))


def _take_back_refusals(user: User, inputs: Inputs) -> list[tuple[Q, str]]:  # noqa: ARG001
    return [(~Q(_has(ENTERED)), "没有登记过录入")]


def _take_back(by: User, files: list[HardshipFile], inputs: Inputs) -> None:
    lines = HandOverLine.objects.filter(file__in=files)
    services.take_back_entered(by=by, lines=lines, reason=inputs["reason"])


bulk_action(
    BulkAction(
        code="enter",
        label="登记已录入全国系统",
        says="为这些已报送的档案登记录入全国系统的日期；登记后不再列为未录入。",
        order=60,
        permission=HAND_OVER,
        form=lambda _, data: EnteredForm(data),
        refusals=_enter_refusals,
        act=_enter,
        words=lambda inputs: [("录入日期", inputs["entered_on"])],
    )
)
bulk_action(
    BulkAction(
        code="not_entered",
        label="撤销录入登记",
        says="登记错了的：撤销这些档案最近一次报送的录入日期，重新列为未录入；原来谁登记的留在操作记录里。",
        order=61,
        permission=HAND_OVER,
        form=lambda _, data: NotEnteredForm(data),
        refusals=_take_back_refusals,
        act=_take_back,
        words=lambda inputs: [("原因", inputs["reason"])],
    )
)
