"""Income and rigid expenses of a family: written, taken along when files merge, summed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from django.db.models import Q

from assistance.households import queries, rules
from assistance.households.models import HardshipFile, Item, Member
from assistance.households.queries import Form
from assistance.households.services.values import write_values
from ground.kernel.errors import RuleBroken

TOTALS = {Item.Side.INCOME: "annual_income", Item.Side.EXPENSE: "rigid_expenses"}
OTHERS = {
    Item.Side.INCOME: Item.Kind.OTHER_INCOME,
    Item.Side.EXPENSE: Item.Kind.OTHER_EXPENSE,
}


def write_items(form: Form, typed: rules.FormIn) -> None:
    """All items anew where they were typed; the totals are their sums where there are any."""
    if typed.items is not None:
        rules.check_count(typed.items, rules.MOST_ITEMS, "收入支出项目")
        people = {str(one.pk): one for one in form.members}
        form.items = [_item(form.file, people, values, at) for at, values in enumerate(typed.items)]
        Item.objects.filter(file=form.file).delete()
        Item.objects.bulk_create(form.items)
    sum_items(form)


def carry_items(form: Form, gone: HardshipFile, came: Mapping[int, Member]) -> int:
    """Take the items of a file that is merged into this one along: how many came.

    `came`: key of a person there → who they are here; who did not come brings nothing. What stands
    here already for the same person (kind and amount) is the same item. A total here that had no
    items becomes one, and stays in the sum.
    """
    here = Counter(map(_told_of, form.items))
    new = []
    theirs = Item.objects.filter(Q(member=None) | Q(member__in=list(came)), file=gone)
    for item in theirs.order_by("pk"):
        item.pk, item.file = None, form.file
        item.member = came[item.member_id] if item.member_id else None
        if here[_told_of(item)]:
            here[_told_of(item)] -= 1
        else:
            new.append(item)
    before = list(_totals_alone(form, {item.side for item in new}))
    rules.check_count([*form.items, *before, *new], rules.MOST_ITEMS, "收入支出项目")
    form.items += Item.objects.bulk_create([*before, *new])
    sum_items(form)
    return len(new)


def sum_items(form: Form) -> None:
    """The totals of a file are the sums of its items, where there are any."""
    for side, total in TOTALS.items():
        amounts = [one.amount for one in form.items if one.side == side]
        if amounts:
            setattr(form.file, total, sum(amounts, Decimal(0)))


def _totals_alone(form: Form, sides: Collection[str]) -> Iterator[Item]:
    """Totals that were typed without items, as items, on the sides on which items come."""
    for side, total in TOTALS.items():
        amount = getattr(form.file, total)
        if side in sides and amount and not any(one.side == side for one in form.items):
            yield Item(
                file=form.file,
                side=side,
                kind=OTHERS[side],
                amount=amount,
                proof="并户前登记的合计",
            )


def _told_of(item: Item) -> tuple[str, int | None, Decimal]:
    return item.kind, item.member_id, item.amount


def _item(file: HardshipFile, people: dict[str, Member], values: rules.Values, number: int) -> Item:
    at, plain = f"items.{number}.", dict(values)
    whose = rules.typed_text(plain.pop("member", ""))
    item = Item(file=file, kind="", amount=Decimal(0))
    amount = plain.pop("amount", None)
    write_values(item, queries.ITEM_FIELDS, plain, at=at)
    if not item.kind:
        raise RuleBroken("item_unnamed", "请选择收入或支出项目", fields={f"{at}kind": "请选择"})
    if whose and whose not in people:
        raise RuleBroken("member_unknown", "请选择家庭成员", fields={f"{at}member": "请选择"})
    item.member = people.get(whose)
    item.side = Item.Side(rules.side_of(item.kind))
    typed = rules.check_amount(f"{at}amount", "金额", rules.typed_text(amount))
    item.amount = rules.amount_of(at, typed, item.spent, item.reimbursed)
    return item
