"""Reads of the files: lists with the holder's name, who is where, what waits for whom."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Subquery

from assistance.households import rules
from assistance.households.models import FileQuerySet, HardshipFile, Member, Step
from assistance.households.permissions import APPROVE_FILE, KEEP_FILES, SEE_FILES
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.audit.sealing import lookup_hash
from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule

ID_PLACE = "households.member.id_no"
DIBAO_RULE = "households.dibao_monthly"
FOUND_AT_MOST = 50


def hash_of_id(number: str) -> str:
    """The look-up hash of an ID number that has been read already; nothing for nothing."""
    return lookup_hash(number, ID_PLACE) if number else ""


def locked_file(file: HardshipFile) -> HardshipFile:
    """The file as it is now, held for the caller's transaction; rows may still point to it."""
    return (
        HardshipFile.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__division")
        .get(pk=file.pk)
    )


def next_number() -> int:
    """The next primary key: the file number is made of it, so two can never be alike."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('households_hardshipfile', 'id'))")
        return int(cursor.fetchone()[0])


def with_holder(files: FileQuerySet) -> FileQuerySet:
    """Files with unit, `holder_name`, `member_count`, and the family's size by its clue."""
    holder = Member.objects.filter(file=OuterRef("pk"), relation=Member.Relation.HOLDER)
    people = (
        Member.objects.filter(file=OuterRef("pk"))
        .order_by()
        .values("file")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return files.select_related("unit").annotate(
        holder_name=Subquery(holder.values("name")[:1]),
        member_count=Subquery(people),
        told_size=F("clue__family_size"),
    )


def open_file_of(number: str, *, apart_from: int = 0) -> HardshipFile | None:
    """The file in which the person of this ID number stands now, whoever may see it."""
    if not number:
        return None
    return (
        HardshipFile.objects.filter(members__id_hash=hash_of_id(number), members__in_open_file=True)
        .exclude(pk=apart_from)
        .select_related("unit")
        .first()
    )


def found(user: User, *, holder_name: str = "", id_no: str = "") -> list[HardshipFile]:
    """Files in scope by the whole ID number of any member, or by how the holder's name begins."""
    files = HardshipFile.objects.visible_to(user, SEE_FILES.code)
    name, number = holder_name.strip().replace("\x00", ""), id_no.strip()
    if number:
        files = files.filter(
            Exists(
                Member.objects.filter(
                    file=OuterRef("pk"), id_hash=hash_of_id(identifiers.id_number(number))
                )
            )
        )
    elif name:
        files = files.filter(
            Exists(
                Member.objects.filter(
                    file=OuterRef("pk"), relation=Member.Relation.HOLDER, name__startswith=name
                )
            )
        )
    else:
        raise RuleBroken("search_empty", "请填写户主姓名或完整的身份证号")
    return list(with_holder(files)[:FOUND_AT_MOST])


def permission_for(action: str, state: str) -> Permission:
    return APPROVE_FILE if rules.is_for_approver(action, state) else KEEP_FILES


def actions_for(user: User, file: HardshipFile) -> list[str]:
    """The steps that this person may take with this file now."""
    return [
        action
        for action, move in rules.MOVES.items()
        if action != "pass_notice" and file.state in move.sources and may_take(user, file, action)
    ]


def may_take(user: User, file: HardshipFile, action: str) -> bool:
    """Whether a step is this person's to take: the role, over the file's unit."""
    scope = user.scope(permission_for(action, file.state).code)
    return any(file.unit.path.startswith(path) for path in scope)


def submitters_of(file: HardshipFile) -> list[int | None]:
    """Everybody who has submitted the file, in any round."""
    steps = Step.objects.filter(file=file, kind=Step.Kind.SUBMITTED)
    return [file.submitted_by_id, *steps.values_list("by_id", flat=True)]


def missing_of(file: HardshipFile) -> dict[str, str]:
    """What a file still needs before it may be submitted: input name → label."""
    has_number = Member.objects.filter(file=file, relation=Member.Relation.HOLDER).exclude(
        id_hash=""
    )
    return rules.missing_of(
        category=file.category,
        primary_cause=file.primary_cause,
        situation=file.situation,
        annual_income=file.annual_income,
        rigid_expenses=file.rigid_expenses,
        has_holder_id_no=has_number.exists(),
    )


@dataclass(frozen=True, kw_only=True)
class Notice:
    """All that a public notice may show (公示单): nothing else can be printed (domain.md, P11)."""

    name: str
    unit: str
    category: str
    first_day: date
    last_day: date
    days: int


def notice_of(file: HardshipFile) -> Notice | None:
    """The notice of a file that hangs or hung one, with the holder's name masked for good."""
    posted = (
        Step.objects.filter(file=file, kind=Step.Kind.NOTICE_POSTED)
        .order_by("-pk")
        .values_list("on", flat=True)
        .first()
    )
    if posted is None or file.notice_ends_on is None:
        return None
    name = Member.objects.values_list("name", flat=True).get(file=file, relation="holder")
    days = local_rule("households.notice_workdays", on=posted, division=file.unit.division)
    return Notice(
        name=identifiers.masked_name(name),
        unit=file.unit.name,
        category=file.get_category_display(),
        first_day=posted,
        last_day=file.notice_ends_on,
        days=int(days),
    )


@dataclass(frozen=True)
class Income:
    """A family's income as the rule sees it; `category` is a suggestion where 低保 is known."""

    net: Decimal
    people: int
    formula: str
    dibao: Decimal | None
    category: str


def people_of(file: HardshipFile) -> int:
    """How many share the income: those on the file, or as many as the visit counted, if more.

    For files read through `with_holder`.
    """
    return max(int(file.member_count), file.told_size or 0)  # type: ignore[attr-defined]


def income_of(file: HardshipFile) -> Income | None:
    """What the figures of a file (read through `with_holder`) say; nothing while one is missing."""
    people = people_of(file)
    if file.annual_income is None or file.rigid_expenses is None or not people:
        return None
    net = rules.net_monthly_income(file.annual_income, file.rigid_expenses, people)
    try:
        dibao = local_rule(DIBAO_RULE, on=file.opened_on, division=file.unit.division)
    except RuleBroken:  # an office that has not entered its standard gets no suggestion
        dibao = None
    return Income(
        net=net,
        people=people,
        formula=rules.income_formula(file.annual_income, file.rigid_expenses, people),
        dibao=dibao,
        category="" if dibao is None else rules.suggested_category(net, dibao),
    )
