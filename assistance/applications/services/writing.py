"""An application from its first word until it is complete: who, what, how much, with which papers."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from assistance.applications import queries, rules
from assistance.applications.models import Application, ApplicationPaper
from assistance.households.models import HardshipFile
from assistance.households.queries import hash_of_id
from assistance.standards.rules import PAPERS, SOURCE_KINDS
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.files.models import StoredFile
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken
from ground.kernel.money import shown
from ground.kernel.texts import check_reason, one_line

State = Application.State
REVEALABLE = {"id_no", "mobile", "reason", "person_name"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a family asks for. Only the item is needed to begin; the rest before it is recommended.

    `occasion` keeps two requests for one item of a year apart (which bills, which term).
    `out_of_pocket`: what the person paid for treatment in this year, all bills together.
    """

    aid_type: str
    member: int | None = None
    occasion: str = ""
    reason: str = ""
    asked: str | Decimal | None = None
    out_of_pocket: str | Decimal | None = None
    source_kind: str = ""
    is_relative: bool | None = None
    relative_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Outsider:
    """A person whose family has no file."""

    name: str
    id_no: str
    mobile: str = ""


@transaction.atomic
def open_application(*, by: User, file: HardshipFile, asked: Asked) -> Application:
    """Begin an application on an active file. The same item twice in its year of aid is refused."""
    state = HardshipFile.State(HardshipFile.objects.values_list("state", flat=True).get(pk=file.pk))
    rules.check_file_active(file_no=file.file_no, state=state, label=state.label)
    made = Application(
        unit=file.unit, file=file, made_by=by, applied_on=clock.today(), person_name=""
    )
    return _written(by, made, asked)


@transaction.atomic
def open_outside(*, by: User, unit: Organisation, person: Outsider, asked: Asked) -> Application:
    """Begin an application of a family without a file (临时救助 route): not where there is one."""
    name = rules.check_text(person.name, field="name", label="姓名", longest=40, needed=True)
    number = identifiers.id_number(person.id_no)
    known = queries.file_without(hash_of_id(number))
    if known is not None:
        raise RuleBroken(
            "person_on_file",
            "这个人的家庭已有在档的困难职工档案，请从档案页提出申请",
            fields={"id_no": "已有档案"},
        )
    made = Application(
        unit=unit,
        made_by=by,
        applied_on=clock.today(),
        person_name=name,
        id_hash=hash_of_id(number),
    )
    made.id_no = number
    made.mobile = identifiers.mobile(person.mobile) if person.mobile.strip() else ""
    return _written(by, made, asked)


@transaction.atomic
def change_application(*, by: User, application: Application, asked: Asked) -> Application:
    """Write a draft anew; who asks stays who it was."""
    held = queries.locked(application)
    rules.check_state(held.state, [State.DRAFT], doing="修改")
    return _written(by, held, asked)


@transaction.atomic
def add_paper(
    *, by: User, application: Application, kind: str, stored: StoredFile | None = None
) -> ApplicationPaper:
    """Add a paper to an application that is not decided; without `stored` the original was seen."""
    held = queries.locked(application)
    rules.check_state(held.state, rules.OPEN, doing="登记材料")
    if kind not in PAPERS:
        raise RuleBroken("paper_unnamed", "请选择是什么材料", fields={"kind": "请选择"})
    paper = ApplicationPaper.objects.create(application=held, kind=kind, stored=stored, added_by=by)
    record(
        by,
        "applications.paper_added",
        held,
        paper=paper.pk,
        kind=kind,
        seen_only=stored is None,
    )
    return paper


@transaction.atomic
def withdraw_paper(*, by: User, paper: ApplicationPaper) -> ApplicationPaper:
    """Take a paper out of a draft. It stays readable."""
    held = queries.locked(paper.application)
    rules.check_state(held.state, [State.DRAFT], doing="撤回材料")
    found = ApplicationPaper.objects.get(pk=paper.pk)
    if found.withdrawn_at is None:
        found.withdrawn_at = clock.now()
        found.save(update_fields=["withdrawn_at"])
        record(by, "applications.paper_withdrawn", held, paper=found.pk, kind=found.kind)
    return found


@transaction.atomic
def open_paper(*, by: User, paper: ApplicationPaper) -> StoredFile:
    """Give the photo or document of a paper to somebody who opens it: on the record each time."""
    if paper.stored is None:
        raise RuleBroken("paper_seen_only", "这份材料只登记了“已看原件”，没有上传文件")
    record(by, "applications.paper_opened", paper.application, paper=paper.pk, kind=paper.kind)
    return paper.stored


@transaction.atomic
def reveal(*, by: User, application: Application, field: str, reason: str) -> str:
    """Show one sealed value once, to somebody with a reason; the trail keeps who, which and why."""
    why = check_reason(reason, most=200)
    if field not in REVEALABLE:
        raise RuleBroken("field_unknown", "没有这一项可以查看的信息")
    value = str(getattr(application, field) or "")
    if not value:
        raise RuleBroken("value_empty", "这一项还没有登记")
    record(by, "applications.revealed", application, field=field, reason=why)
    return value


@transaction.atomic
def forget_files(*, files: Collection[int]) -> int:
    """Destroy what applications keep about the families of destroyed files; what was paid stays."""
    rows = Application.objects.filter(file__in=files)
    papers = ApplicationPaper.objects.filter(application__in=rows)
    attached = [key for key in papers.values_list("stored", flat=True) if key is not None]
    papers.delete()
    StoredFile.objects.filter(pk__in=attached).delete()
    return rows.update(reason="", id_no="", mobile="", relative_note="")


def _written(by: User, draft: Application, asked: Asked) -> Application:
    rules.check_route(aid_type=asked.aid_type, has_file=draft.file_id is not None)
    if asked.source_kind and asked.source_kind not in SOURCE_KINDS:
        raise RuleBroken("source_unknown", "请选择资金来源", fields={"source_kind": "请选择"})
    draft.aid_type = asked.aid_type
    draft.member = queries.member_of(draft.file, asked.member) if draft.file else None
    draft.year = rules.year_of(asked.aid_type, draft.applied_on)
    occasion = rules.check_text(
        asked.occasion, field="occasion", label="事项", longest=rules.LONGEST_OCCASION
    )
    draft.occasion = one_line(occasion)
    draft.reason = rules.check_text(
        asked.reason, field="reason", label="申请事由", longest=rules.LONGEST_REASON
    )
    draft.asked = rules.amount_of(asked.asked, field="asked", label="申请金额")
    draft.out_of_pocket = rules.amount_of(
        asked.out_of_pocket, field="out_of_pocket", label="本年自付医疗费"
    )
    draft.source_kind = asked.source_kind
    draft.is_relative = asked.is_relative
    note = rules.check_text(
        asked.relative_note, field="relative_note", label="与工作人员的关系", longest=80
    )
    draft.relative_note = note if asked.is_relative else ""
    is_new = draft.pk is None
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        _refuse_twice(draft, error)
    record(
        by,
        "applications.opened" if is_new else "applications.changed",
        draft,
        aid_type=draft.aid_type,
    )
    return draft


def _refuse_twice(draft: Application, error: IntegrityError) -> None:
    """Say which application holds the item, and what was given on it."""
    known = queries.same_item(draft)
    if "application_item_once" not in str(error) or known is None:
        raise error
    when = rules.year_words(draft.aid_type, draft.year)
    what = f"{when}{known.get_aid_type_display()}{f'“{known.occasion}”' if known.occasion else ''}"
    said = f"{known.applied_on} 申请，{known.get_state_display()}"
    if known.payment is not None:
        said += (
            f"；{known.payment.settled_on or known.payment.given_on} 款项 {shown(known.payment.amount)} 元，"
            f"{known.payment.get_state_display()}"
        )
    raise RuleBroken(
        "applied_already",
        f"{what}已有申请（{said}）。确属另一事项的，请在“事项”中写明",
        fields={"occasion": f"同一事项已有申请（{said}），另一事项请写明"},
    ) from error
