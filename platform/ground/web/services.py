"""What a person does with their own account; and what stands below the trail, done in the trail."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from ground.accounts.models import User
from ground.audit.services import record
from ground.events import services as events
from ground.kernel.errors import RuleBroken
from ground.places import services as places
from ground.places.models import CalendarDay, Division, LocalRule


@transaction.atomic
def change_own_password(*, by: User, present: str, new: str) -> None:
    """Set a new password for oneself, knowing the present one. Other sessions end with it."""
    locked = User.objects.select_for_update().get(pk=by.pk)
    if not locked.check_password(present):
        raise RuleBroken("password_wrong", "当前密码不正确", fields={"present": "当前密码不正确"})
    if present == new:
        raise RuleBroken(
            "password_same", "新密码与当前密码相同", fields={"new": "不能与当前密码相同"}
        )
    try:
        validate_password(new, locked)
    except ValidationError as weak:
        message = "；".join(weak.messages)
        raise RuleBroken("password_weak", message, fields={"new": message}) from weak
    locked.set_password(new)
    locked.save(update_fields=["password"])
    by.password = locked.password
    record(by, "user.password_changed", locked)


@transaction.atomic
def set_rule(
    *,
    by: User,
    code: str,
    value: Decimal,
    valid_from: date,
    source: str,
    division: Division | None = None,
) -> LocalRule:
    """Set a local rule, in the trail: places stands below it and cannot write there."""
    if value < 0:
        raise RuleBroken("rule_negative", "规则的数值不能为负数", fields={"value": "不能为负数"})
    if not source.strip():
        raise RuleBroken("rule_source", "请写明依据的文件", fields={"source": "不能为空"})
    rule = places.set_local_rule(
        code=code, value=value, valid_from=valid_from, source=source.strip(), division=division
    )
    record(by, "local_rule.set", rule, code=code, value=value, valid_from=valid_from)
    return rule


@transaction.atomic
def set_day(*, by: User, on: date, is_workday: bool, reason: str) -> CalendarDay:
    """Say that the office works, or does not, on a day, in the trail."""
    if not reason.strip():
        raise RuleBroken("day_reason", "请写明原因", fields={"reason": "不能为空"})
    day = places.set_calendar_day(on=on, is_workday=is_workday, reason=reason.strip())
    record(by, "calendar_day.set", day, is_workday=is_workday, reason=day.reason)
    return day


@transaction.atomic
def try_delivery_again(*, by: User, delivery_id: int) -> None:
    """Let a stopped delivery run again, in the trail."""
    record(by, "delivery.tried_again", events.try_again(delivery_id))


@transaction.atomic
def settle_delivery(*, by: User, delivery_id: int, reason: str) -> None:
    """Say that an outside action of unknown outcome did happen, and how one knows."""
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明确认的依据", fields={"reason": "不能为空"})
    settled = events.settle_unknown(delivery_id)
    record(by, "delivery.settled", settled, reason=reason.strip())


@transaction.atomic
def skip_delivery(*, by: User, delivery_id: int, reason: str) -> None:
    """Let a stopped delivery be, and say why its work is not to be done any more."""
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明跳过的原因", fields={"reason": "不能为空"})
    record(by, "delivery.skipped", events.skip(delivery_id), reason=reason.strip())
