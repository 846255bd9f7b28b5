"""What a till gave out offline and the books did not allow: somebody else decides."""

from django.db import transaction

from assistance.stock import services as stock
from assistance.stock.services import Paper
from assistance.supermarket import queries, rules
from assistance.supermarket.events import DifferenceSettled
from assistance.supermarket.models import CardEntry, Difference, IssueReversal
from assistance.supermarket.services.cards import write_entry
from assistance.supermarket.services.issuing import take_back
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.texts import check_reason

Decision, Kind = Difference.Decision, CardEntry.Kind


@transaction.atomic
def settle_difference(
    *, by: User, difference: Difference, decision: str, reason: str
) -> Difference:
    """Decide about a difference: approve it as extra help, charge it in the next span, book the goods from
    the shelf or as found, or take the whole issue back (which settles all of its differences).
    """
    queries.locked_card_of_key(difference.issue.card_id)
    held = (
        Difference.objects.select_for_update(of=("self",))
        .select_related("issue__card", "issue__store", "goods")
        .get(pk=difference.pk)
    )
    if held.decision:
        raise RuleBroken("difference_settled", "这项差异已经处理，请刷新后查看")
    check_another(by=by.pk, than=held.handed_by_id, message="差异须由发放人以外的人处理，请换一人")
    rules.check_decision(kind=held.kind, decision=decision)
    reason = check_reason(reason, what="处理", most=200)
    if decision == Decision.CORRECTED:
        _correct(by, held, reason)
    elif held.kind == Difference.Kind.STOCK:
        _book_goods(by, held, decision, reason)
    elif held.kind == Difference.Kind.BALANCE:
        _cover(by, held, decision)
    rows = [held]
    if decision == Decision.CORRECTED:
        rows = list(
            queries.open_differences(Difference.objects.filter(issue=held.issue_id)).order_by("pk")
        )
    for one in rows:
        one.decision, one.reason = decision, reason
        one.settled_by, one.settled_on = by, clock.today()
        one.owed = held.amount if one == held and decision == Decision.NEXT else one.owed
        one.save(update_fields=["decision", "reason", "settled_by", "settled_on", "owed"])
        record(by, "supermarket.difference_settled", one, decision=decision, reason=reason)
        publish(DifferenceSettled(difference_id=one.pk, issue_id=one.issue_id, decision=decision))
    held.refresh_from_db()
    return held


def _correct(by: User, held: Difference, reason: str) -> None:
    if not IssueReversal.objects.filter(issue=held.issue_id).exists():
        take_back(by, held.issue, reason)


def _book_goods(by: User, held: Difference, decision: str, reason: str) -> None:
    """The units that the books did not have: from the shelf, where they stand by now, or as found."""
    assert held.goods is not None  # noqa: S101 -- a difference of stock is about goods
    key = f"supermarket.difference:{held.pk}"
    if decision == Decision.PROVED:
        stock.prove_issue(
            by=by,
            store=held.issue.store,
            goods=held.goods,
            quantity=held.quantity,
            key=key,
            note=reason,
        )
        return
    taken = stock.take_off_shelf(
        by=by,
        store=held.issue.store,
        wanted={held.goods.pk: held.quantity},
        key=key,
        on=clock.today(),
        said=Paper(document_no=str(held.issue), note=reason),
    )
    if taken.short:
        there = held.quantity - taken.short[held.goods.pk]
        raise RuleBroken(
            "stock_short",
            f"“{held.goods}”货架上账面只有 {there}，不足 {held.quantity}："
            "请先补登入库、上架，或作为账外物资补记",
            fields={"decision": "账面库存不足"},
        )


def _cover(by: User, held: Difference, decision: str) -> None:
    """As extra help the amount goes onto the card and off again, so that both are on record."""
    if decision != Decision.EXTRA:
        return
    card = queries.latest_of(held.issue.card)
    for kind, amount in ((Kind.EXTRA, held.amount), (Kind.SPENT, -held.amount)):
        write_entry(
            card, kind, amount, key=f"extra:{held.pk}:{kind}", by=by, issue_id=held.issue_id
        )
