"""The papers of a file: photographed or seen, taken back with a reason, opened on the record."""

from datetime import date

from django.db import IntegrityError, transaction

from assistance.households import queries, rules
from assistance.households.models import HardshipFile, Member, Paper, PaperKind, PaperRule
from ground.accounts.models import User
from ground.audit.services import record
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken, constraint_of
from ground.places.models import Division

MOST_PAGES = 500
LONGEST_VALID = 240


@transaction.atomic
def add_paper(
    *,
    by: User,
    file: HardshipFile,
    kind: str,
    stored: StoredFile | None = None,
    member: Member | None = None,
    pages: int = 1,
    issued_by: str = "",
    issued_on: date | None = None,
) -> Paper:
    """Add a paper: a photo or PDF, or without `stored` the original that was seen.

    One that goes out of date by a rule of the region needs its day of issue. The same upload twice
    is one paper.
    """
    locked = queries.locked_file(file)
    if locked.state in rules.ENDED:
        raise RuleBroken(
            "file_wrong_state", f"档案现在是“{queries.standing_of(locked)}”，不能再登记材料"
        )
    wanted = rules.check_one_of("kind", "材料", kind, PaperKind)
    if not wanted:
        raise RuleBroken("paper_unnamed", "请选择是什么材料", fields={"kind": "必填"})
    if member is not None and member.file_id != locked.pk:
        raise RuleBroken("member_unknown", "请选择这户家庭的成员", fields={"member": "请选择"})
    if stored is not None:
        there = Paper.objects.filter(file=locked, stored=stored, withdrawn_at__isnull=True).first()
        if there:
            return there
    rules.read_count("pages", "页数", pages, least=1, most=MOST_PAGES)
    today = clock.today()
    rules.read_day("issued_on", "出具日期", issued_on, latest=today)
    in_force = queries.papers_in_force({locked.unit.division_id}, today)[locked.unit.division_id]
    ages = any(one.kind == wanted and one.months is not None for one in in_force)
    if ages and issued_on is None:
        raise RuleBroken(
            "issue_day_missing",
            f"{PaperKind(wanted).label}有有效期，请填写出具日期",
            fields={"issued_on": "必填"},
        )
    paper = Paper.objects.create(
        file=locked,
        kind=wanted,
        member=member,
        stored=stored,
        pages=pages,
        issued_by=rules.check_text("issued_by", "出具单位", issued_by, longest=80),
        issued_on=issued_on,
        added_by=by,
        added_at=clock.now(),
    )
    record(by, "file.paper_added", locked, paper=paper.pk, kind=wanted, seen_only=stored is None)
    return paper


@transaction.atomic
def withdraw_paper(*, by: User, paper: Paper, reason: str) -> Paper:
    """Take a paper back that was added by mistake or has been replaced. It stays readable."""
    file = queries.locked_file(paper.file)
    held = Paper.objects.get(pk=paper.pk)
    if held.withdrawn_at is not None:
        raise RuleBroken("paper_withdrawn", "这份材料已经撤回，请刷新后再看")
    held.withdrawn_at = clock.now()
    held.withdrawn_why = rules.check_reason(reason, longest=200)
    held.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record(by, "file.paper_withdrawn", file, paper=held.pk, reason=held.withdrawn_why)
    return held


@transaction.atomic
def open_paper(*, by: User, paper: Paper) -> StoredFile:
    """Give the photo or document of a paper to somebody who opens it: on the record each time."""
    if paper.stored is None:
        raise RuleBroken("paper_seen_only", "这份材料只登记了“已看原件”，没有上传文件")
    record(by, "file.paper_opened", paper.file, paper=paper.pk, kind=paper.kind)
    return paper.stored


@transaction.atomic
def set_paper_rule(
    *,
    by: User,
    kind: str,
    valid_from: date,
    source: str,
    when: str = "",
    division: Division | None = None,
    months: int | None = None,
    is_asked: bool = True,
) -> PaperRule:
    """Say from which day on a region asks for a paper, or no longer. A new row; none is changed."""
    wanted = rules.check_one_of("kind", "材料", kind, PaperKind)
    if not wanted:
        raise RuleBroken("paper_unnamed", "请选择是什么材料", fields={"kind": "必填"})
    rules.read_count("months", "出具后有效（月）", months, least=1, most=LONGEST_VALID)
    try:
        with transaction.atomic():
            rule = PaperRule.objects.create(
                kind=wanted,
                when=rules.check_one_of("when", "对象", when, PaperRule.When),
                division=division,
                valid_from=valid_from,
                months=months,
                is_asked=is_asked,
                source=rules.check_text("source", "依据", source, longest=200, needed=True),
            )
    except IntegrityError as error:
        if constraint_of(error) != "paper_rule_once":
            raise
        raise RuleBroken(
            "paper_rule_exists",
            "这个地区的这项材料在同一天已有规定，请改用另一个启用日期",
            fields={"valid_from": "同一天已有规定"},
        ) from error
    record(by, "file.paper_rule_set", rule, kind=wanted, valid_from=valid_from)
    return rule
