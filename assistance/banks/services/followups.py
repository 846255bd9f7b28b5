"""退票重发: bounced payments of a batch given out again in a batch that follows it, in one act."""

from collections.abc import Collection

from django.db import transaction

from assistance.aid import queries as aid_queries
from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment
from assistance.banks import queries
from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken

NAMED_AT_MOST = 5


@transaction.atomic
def follow_up(
    *, by: User, batch: Batch, name: str, payments: Collection[int], channel: str = ""
) -> Batch:
    """Make the follow-up batch of these bounced payments; accounts are read anew from the files.

    By bank only where the account is another than the one that bounced, or was not what was wrong:
    the same wrong account would bounce again. `channel` gives them out in another way, such as cash.
    """
    batch = aid_queries.locked_batch(batch.pk)
    rows = list(
        queries.with_bounced(Payment.objects.filter(batch=batch, pk__in=payments)).order_by("pk")
    )
    if not rows or len(rows) != len(set(payments)):
        raise RuleBroken(
            "nothing_bounced", "请至少选择一笔退票", fields={"payments": "未选择，或不在这个批次"}
        )
    if channel not in {Payment.Channel.CASH_SIGNED, Payment.Channel.GOODS_SIGNED}:
        waiting = [one for one in queries.bounced_with_work(rows) if not one.is_ready]
        if waiting:
            named = "、".join(
                one.payment.file.file_no if one.payment.file else one.payment.key
                for one in waiting[:NAMED_AT_MOST]
            )
            raise RuleBroken(
                "account_not_corrected",
                f"有{len(waiting)}笔的账号还没有更正：{named}。请先在档案中更正银行卡，或改为现金签收",
                fields={"payments": f"{len(waiting)}笔账号未更正"},
            )
    made = aid.reissue(
        by=by, batch=batch, name=name, payments=[one.pk for one in rows], channel=channel
    )
    record(by, "banks.followed_up", made, number=len(rows), batch=batch.pk)
    return made
