"""Members found by what people type: the keyed tokens of their names and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assistance.households.models import FileQuerySet, HardshipFile, Member
from assistance.households.permissions import SEE_FILES
from assistance.households.queries.files import hash_of_id
from ground.accounts.models import User
from ground.audit.sealing import lookup_hash
from ground.kernel import identifiers, searching
from ground.kernel.errors import RuleBroken
from ground.kernel.searching import Kind, Part

PLACES = {
    Kind.MOBILE: "households.member.mobile",
    Kind.PHONE_TAIL: "households.member.mobile_tail",
    Kind.ID_TAIL: "households.member.id_tail",
}
HASH_LENGTH = 16
FORMER = "原档案号"
FOUND_AT_MOST = 50
LONGEST_NUMBER = 9


def tokens_of(name: str, mobile: str = "", id_no: str = "") -> list[str]:
    """What `Member.tokens` holds: written wherever a member's name or one of the numbers is.

    `mobile` and `id_no` are the plain values as they are kept. `identified` asks for them.
    """
    return searching.tokens_of(name, mobile, id_no, keyed=keyed)


def identified(member: Member, file: HardshipFile) -> Member:
    """The member with hash and tokens of its name and numbers as they are now: before each save of them.

    The file's telephone is the holder's.
    """
    mobile = file.mobile if member.relation == Member.Relation.HOLDER else ""
    member.id_hash = hash_of_id(member.id_no)
    member.tokens = tokens_of(member.name, mobile, member.id_no)
    return member


def keyed(kind: Kind, digits: str) -> str:
    """The token of digits; `#` keeps it apart from any name. Sixteen hex places tell a province apart."""
    return _tail(kind, digits) if kind in {Kind.PHONE_TAIL, Kind.ID_TAIL} else _hashed(kind, digits)


def _hashed(kind: Kind, digits: str) -> str:
    return f"#{lookup_hash(digits, PLACES[kind])[:HASH_LENGTH]}"


@lru_cache(maxsize=30_000)
def _tail(kind: Kind, digits: str) -> str:
    """There are only so many tails: each is hashed once in the life of a process."""
    return _hashed(kind, digits)


@dataclass(frozen=True)
class FoundPerson:
    """A member who was found, and by what: the kinds of what was typed, never the value itself."""

    member: Member
    by: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """Files with the members who were found, newest first; `is_more` where others answer too."""

    files: list[tuple[HardshipFile, list[FoundPerson]]]
    is_more: bool


def found(user: User, asked: str) -> Found:
    """Files in scope with a member of whom everything typed holds, or of this number in an old ledger.

    A query for the people, one for the number where digits were typed; nothing sealed is opened.
    Where many answer, any fifty are given: to put a province's thousands into order would be work for
    a page that asks to type more.
    """
    files = HardshipFile.objects.visible_to(user, SEE_FILES.code)
    by_file = {
        holder.file_id: (holder.file, [FoundPerson(holder, (FORMER,))])
        for holder in _holders_numbered(files, asked)
    }
    try:
        parts = searching.read_asked(asked, keyed=keyed)
    except RuleBroken:
        if not by_file:  # an old number is nothing else, and needs to be nothing else
            raise
        return Found(list(by_file.values()), is_more=False)
    members = Member.objects.filter(_holding(parts), file__in=files)
    rows = list(_with_files(members)[: FOUND_AT_MOST + 1])
    for member in rows[:FOUND_AT_MOST]:
        _, people = by_file.setdefault(member.file_id, (member.file, []))
        people.append(FoundPerson(member, _told(parts, member)))
    newest = sorted(by_file.values(), key=lambda row: (row[0].opened_on, row[0].pk), reverse=True)
    return Found(newest, is_more=len(rows) > FOUND_AT_MOST)


def file_numbered(word: str) -> Q:
    """What a word means in the search of the list: a file number, its running number, an old number."""
    plain = word.strip().upper()
    former = formerly_numbered(plain)
    if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_NUMBER:
        return Q(pk=int(plain)) | former
    return Q(file_no=plain) | former


def formerly_numbered(number: str) -> Q:
    """Files that had this number in an old ledger, whatever the case of its letters."""
    return Q(former_no__iexact=number) & ~Q(former_no="")


def _holders_numbered(files: FileQuerySet, asked: str) -> list[Member]:
    """The holders of files with an old number: a number holds a digit, so names ask nothing here."""
    number = asked.strip()
    if not any(one.isdigit() for one in number):
        return []
    numbered = files.filter(formerly_numbered(number))[:FOUND_AT_MOST]
    holders = Member.objects.filter(
        file__in=[one.pk for one in numbered], relation=Member.Relation.HOLDER
    )
    return list(_with_files(holders))


def _with_files(members: QuerySet[Member]) -> QuerySet[Member]:
    holder = Member.objects.filter(
        file=OuterRef("file"), relation=Member.Relation.HOLDER
    ).order_by()
    return (
        members.order_by()
        .select_related("file__unit", "file__gate")
        .annotate(holder_name=Subquery(holder.values("name")[:1]))
    )


def _holding(parts: Sequence[Part]) -> Q:
    wanted = Q()
    all_of = [token for part in parts for token in part.all_of]
    if all_of:
        wanted &= Q(tokens__contains=all_of)
    for part in parts:
        if part.any_of:
            wanted &= Q(tokens__overlap=list(part.any_of))
        elif part.kind is Kind.ID_NO:
            wanted &= Q(id_hash=hash_of_id(_id_number(part.plain)))
        elif part.kind is Kind.FILE_NO:
            wanted &= Q(file__file_no=part.plain)
    return wanted


def _told(parts: Sequence[Part], member: Member) -> tuple[str, ...]:
    return tuple(searching.matched(part, member.tokens).value for part in parts)


def _id_number(plain: str) -> str:
    try:
        return identifiers.id_number(plain)
    except RuleBroken as broken:
        raise broken.beside("asked") from None
