"""Which approvals batches need, and which aid is posted before it is given out: dated rows."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from assistance.aid import rules
from assistance.aid.models import AidType, ApprovalLevel, NoticeRule
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken
from ground.kernel.money import yuan


@transaction.atomic
def set_approval_level(
    *,
    by: User,
    organisation: Organisation,
    label: str,
    above: Decimal | int | str,
    valid_from: date,
    is_needed: bool = True,
) -> ApprovalLevel:
    """Ask for an approval of batches above an amount, from a day on; or no longer."""
    label = rules.check_text(label, field="label", label="审批环节", longest=rules.LABEL_LENGTH)
    level = ApprovalLevel(
        organisation=organisation,
        label=label,
        above=rules.threshold_of(yuan(above)),
        is_needed=is_needed,
        valid_from=valid_from,
        made_by=by,
    )
    _save(level)
    record(by, "aid.approval_level_set", level, above=level.above, is_needed=is_needed)
    return level


@transaction.atomic
def set_notice_rule(
    *, by: User, organisation: Organisation, aid_type: str, days: int, valid_from: date
) -> NoticeRule:
    """Ask that aid of a type is posted for some working days before it is given out. Nought: not."""
    if aid_type not in AidType.values:
        raise RuleBroken(
            "aid_type_unknown", "请从列表中选择帮扶类别", fields={"aid_type": "请选择"}
        )
    rules.check_notice_days(days)
    rule = NoticeRule(
        organisation=organisation,
        aid_type=aid_type,
        days=days,
        valid_from=valid_from,
        made_by=by,
    )
    _save(rule)
    record(by, "aid.notice_rule_set", rule, aid_type=aid_type, days=days)
    return rule


def _save(rule: ApprovalLevel | NoticeRule) -> None:
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError:
        raise RuleBroken(
            "rule_of_day_exists",
            "这一天起的规定已经登记过：请换一个生效日期",
            fields={"valid_from": "已有当日生效的规定"},
        ) from None
