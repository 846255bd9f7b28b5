"""Who gets the payments of a batch, by the families' files; and what is wrong with that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from assistance.aid import cards
from assistance.aid.models import AidType, Batch, Payee, Payment
from assistance.households import rules as households
from assistance.households.models import Member
from ground.kernel import clock

Relation = Payee.Relation
LOVE_CARD = "爱心卡"
_PARENTS = {Member.Relation.SPOUSE, Member.Relation.PARENT}


@dataclass(frozen=True, slots=True)
class Named:
    """A payee who is to be frozen with the payment. The numbers are plain: never shown, never kept."""

    payment_id: int
    name: str
    relation: str
    reason: str
    bank: str
    branch: str
    id_no: str
    account_no: str
    id_tail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a payment cannot be locked as it is, in words for its page and the list of the batch."""

    payment_id: int
    file_no: str
    says: str


@dataclass(frozen=True, slots=True)
class _Person:
    pk: int
    relation: str
    name: str
    id_no: Any
    row_key: Any

    def number(self) -> str:
        return _opened(self.id_no, self.row_key)


def payees_of(batch: Batch) -> tuple[list[Named], list[Problem]]:
    """Everybody who gets something from this batch, and what stands in the way. Two queries.

    Paid by hand, nobody's account is needed, and none is read. On love cards, each family has one.
    """
    payments = Payment.objects.filter(batch=batch)
    people = _people_of(payments)
    by_bank, onto_cards = batch.way == Batch.Way.BANK, batch.way == Batch.Way.CARD
    held = cards.held(payments, clock.today()) if onto_cards else {}
    named, problems = [], []
    for one in payments.order_by("pk").values_list(
        "pk",
        "aid_type",
        "payee_member_id",
        "payee_reason",
        "file_id",
        "file__file_no",
        "file__bank_card__holder_name",
        "file__bank_card__bank",
        "file__bank_card__branch",
        "file__bank_card__card_no",
        "file__bank_card__row_key",
        "beneficiary__name",
        "beneficiary__is_place",
        "beneficiary__id_no",
        "beneficiary__row_key",
    ):
        (
            pk,
            aid_type,
            member,
            reason,
            file_id,
            file_no,
            owner,
            bank,
            branch,
            card,
            row_key,
            *helped,
        ) = one
        if file_id is None:
            if by_bank or onto_cards:
                how = "由银行发放" if by_bank else "充值爱心卡"
                problems.append(Problem(pk, "", f"没有对应的在档家庭，不能{how}：请改为现场发放"))
            elif (known := _outside(pk, *helped)) is not None:
                named.append(known)
            continue
        family = people.get(file_id, [])
        person, relation = _payee(family, aid_type, member, owner if by_bank else "")
        if person is None:
            problems.append(Problem(pk, file_no, "档案中没有户主：请先补登户主"))
            continue
        number = _opened(card, row_key) if by_bank else ""
        says = _account_problem(person.name, owner, bank, number) if by_bank else ""
        if says:
            problems.append(Problem(pk, file_no, says))
            continue
        if not by_bank:
            bank = branch = ""
        if onto_cards:
            if file_id not in held:
                problems.append(
                    Problem(pk, file_no, "该户没有可充值的爱心卡：请先发卡，或改为其他发放方式")
                )
                continue
            bank, branch, number = LOVE_CARD, held[file_id].issuer, held[file_id].number
        named.append(
            Named(
                payment_id=pk,
                name=person.name,
                relation=relation,
                reason=reason,
                bank=bank,
                branch=branch,
                id_no=(id_no := person.number()),
                account_no=number,
                id_tail=id_no[-4:],
            )
        )
    return named, problems


def without_card(batch: Batch) -> list[str]:
    """File numbers of the families of a batch that have no card now which could be charged."""
    payments = Payment.objects.filter(batch=batch)
    held = cards.held(payments, clock.today())
    files = payments.order_by("file__file_no").values_list("file", "file__file_no").distinct()
    return [file_no for file_id, file_no in files if file_id not in held]


def _outside(
    pk: int, name: str | None, is_place: bool | None, id_no: Any, row_key: Any
) -> Named | None:
    """Somebody without a file, who signs for himself; a place has a list of its own."""
    if not name or is_place:
        return None
    number = _opened(id_no, row_key)
    return Named(
        payment_id=pk,
        name=name,
        relation=Relation.SELF,
        reason="",
        bank="",
        branch="",
        id_no=number,
        account_no="",
        id_tail=number[-4:],
    )


def _people_of(payments: Any) -> dict[int, list[_Person]]:
    files = payments.filter(file__isnull=False)
    wanted = Member.objects.filter(
        Q(file__in=files.values("file"), relation=Member.Relation.HOLDER)
        | Q(pk__in=files.filter(payee_member__isnull=False).values("payee_member"))
        | Q(
            file__in=files.filter(aid_type=AidType.EDUCATION).values("file"),
            relation__in=_PARENTS,
            standing=Member.Standing.PRESENT,
        )
    )
    found: dict[int, list[_Person]] = {}
    for file_id, *told in wanted.values_list(
        "file_id", "pk", "relation", "name", "id_no", "row_key"
    ):
        person: tuple[Any, ...] = tuple(told)
        found.setdefault(file_id, []).append(_Person(*person))
    return found


def _payee(
    family: Iterable[_Person], aid_type: str, member: int | None, owner: str | None
) -> tuple[_Person | None, str]:
    """The person named with the payment; a parent who owns the account of a student; else the holder."""
    people = list(family)

    def first(suits: Callable[[_Person], bool]) -> _Person | None:
        return next((one for one in people if suits(one)), None)

    holder = first(lambda one: one.relation == Member.Relation.HOLDER)
    if member is not None:
        chosen = first(lambda one: one.pk == member)
        if chosen is not None and chosen != holder:
            return chosen, Relation.OTHER
    if aid_type == AidType.EDUCATION and owner and holder and owner != holder.name:
        parent = first(lambda one: one.relation in _PARENTS and one.name == owner)
        if parent is not None:
            return parent, Relation.STUDENT_PARENT
    return holder, Relation.HOLDER


def _opened(sealed: Any, row_key: Any) -> str:
    return sealed.opened(row_key) if sealed else ""


def _account_problem(name: str, owner: str | None, bank: str | None, number: str) -> str:
    if not number:
        return "档案中没有银行卡：请先补登，或改为现场发放"
    if not bank:
        return "银行卡没有登记开户银行：请先补登"
    if households.card_is_doubtful(number):
        return "银行卡号校验不符：请对照卡面核对，或改为现场发放"
    if owner != name:
        return "银行卡开户人与收款人不是同一人：请更正银行卡，或指定收款人并说明原因"
    return ""


def with_payee(payments: Any) -> Any:
    """Payments with what is readable of their payees, in the same query."""
    return payments.annotate(
        payee_name=F("payee__name"),
        payee_why=F("payee__reason"),
        payee_bank=F("payee__bank"),
        payee_card_tail=F("payee__card_tail"),
        payee_id_tail=F("payee__id_tail"),
    )
