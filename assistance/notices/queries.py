"""Reads of the notices: which families wait, which desk answers, what may be printed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from assistance.households.models import FileQuerySet, Gate, HardshipFile, Member
from assistance.households.queries import with_holder
from assistance.notices.models import (
    Notice,
    NoticeDesk,
    NoticeLine,
    NoticePicture,
    NoticeQuerySet,
    Objection,
)
from assistance.notices.permissions import KEEP_NOTICES
from ground.accounts.models import Organisation, User, up_from
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import EVERY_KIND, Kind
from ground.places.queries import calendar_is_announced, local_rules, workdays_after
from ground.privacy.gate import refuse_personal

RULE = "households.notice_workdays"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All that a notice may show (domain.md, 5.5 and P11): nothing else can be printed."""

    title: str
    mark: str
    organisation: str
    place: str
    remark: str
    phone: str
    contact: str
    posted_on: date
    first_day: date
    last_day: date
    workdays: int
    lines: tuple[tuple[int, str, str, str], ...]  # number, masked name, unit, category


@dataclass(frozen=True)
class Days:
    """How long a notice hangs that is put up today."""

    workdays: int
    first_day: date
    last_day: date
    is_assumed: bool  # a year of it has no announced calendar yet: Monday to Friday was taken


def waiting_files(user: User) -> FileQuerySet:
    """Files at a gate of notice for which nothing hangs, in the scope of who may post."""
    files = HardshipFile.objects.visible_to(user, KEEP_NOTICES.code).filter(
        state=HardshipFile.State.UNDERWAY,
        gate__kind=Gate.Kind.NOTICE,
        gate_state=HardshipFile.GateState.WAITING,
    )
    return with_holder(files).order_by("unit__path", "pk")


def days_for(files: Collection[HardshipFile], today: date) -> Days:
    """The longest that any of the families' regions asks for. Files with `unit` selected."""
    divisions = {file.unit.division_id for file in files} or {None}
    asked = local_rules([RULE], on=today, divisions=divisions)
    workdays = max(int(values[RULE]) for values in asked.values())
    last_day = workdays_after(today, workdays)
    return Days(
        workdays=workdays,
        first_day=workdays_after(today, 1),
        last_day=last_day,
        is_assumed=not all(calendar_is_announced(one) for one in {today.year, last_day.year}),
    )


def desk_above(organisation: Organisation, *, lock: bool = False) -> NoticeDesk | None:
    """The organisation's own desk, or that of the nearest above it, where one is declared."""
    desks = NoticeDesk.objects.filter(organisation__path__in=up_from(organisation.path)).order_by(
        "-organisation__path"
    )
    return (desks.select_for_update(of=("self",)) if lock else desks).first()


def desk_of(organisation: Organisation, *, lock: bool = False) -> NoticeDesk:
    """The organisation's own desk, or that of the nearest above it. Refused where none is declared."""
    found = desk_above(organisation, lock=lock)
    if found is None:
        why = f"“{organisation}”还没有公示监督电话，请双联办或审批人在“公示监督电话”中登记后再张贴"
        raise RuleBroken("no_desk", why, fields={"organisation": why})
    return found


def names_of(files: FileQuerySet | Collection[HardshipFile]) -> list[str]:
    """The full names of everybody in these families."""
    return list(Member.objects.filter(file__in=files).values_list("name", flat=True))


def next_number(organisation: Organisation, year: int) -> int:
    """The next number of an organisation's year. Its desk is locked before relying on it."""
    last = (
        Notice.objects.filter(organisation=organisation, year=year)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return (last or 0) + 1


def locked(notice: Notice) -> Notice:
    rows = Notice.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation").get(pk=notice.pk)


def in_lists(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Notices with the number of families and of open objections, and whether a photograph is there."""
    pictures = NoticePicture.objects.filter(notice=OuterRef("pk"), kind=NoticePicture.Kind.PLACE)
    return notices.select_related("organisation", "made_by", "result_by").annotate(
        families=Count("lines", distinct=True),
        open_objections=Count(
            "lines__objections", filter=~Q(lines__objections__state="closed"), distinct=True
        ),
        has_photo=Exists(pictures),
    )


def without_photo(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Notices on the wall of which nobody has brought a photograph yet."""
    return notices.filter(state=Notice.State.HANGING).exclude(
        pictures__kind=NoticePicture.Kind.PLACE
    )


def without_result(notices: NoticeQuerySet) -> NoticeQuerySet:
    return notices.filter(state=Notice.State.PASSED, sealed_on__isnull=True)


def sheet_of(notice: Notice) -> Sheet:
    """What is printed. Read again by the scanner as a whole: raises RuleBroken where it must not leave."""
    lines = tuple(
        NoticeLine.objects.filter(notice=notice)
        .order_by("position")
        .values_list("position", "name", "unit", "category")
    )
    sheet = Sheet(
        title=notice.title,
        mark=notice.mark,
        organisation=notice.organisation.name,
        place=notice.place,
        remark=notice.remark,
        phone=notice.phone,
        contact=notice.contact,
        posted_on=notice.posted_on,
        first_day=notice.first_day,
        last_day=notice.last_day,
        workdays=notice.workdays,
        lines=lines,
    )
    head = ("title", "mark", "place", "remark", "contact")
    texts = [("公示单", "\n".join(getattr(sheet, name) for name in head))]
    texts += [("名单", f"{name} {category}") for _, name, _, category in lines]
    refuse_personal(texts, public=[sheet.phone])
    units = [("公示单位", sheet.organisation), *(("所在单位", unit) for _, _, unit, _ in lines)]
    # A unit may be called after the house in which it is (人民路12号商店): it is no family.
    refuse_personal(units, kinds=EVERY_KIND - {Kind.ADDRESS}, public=[sheet.phone])
    return sheet


def hanging_line(file: HardshipFile | int) -> NoticeLine | None:
    key = file if isinstance(file, int) else file.pk
    lines = NoticeLine.objects.filter(file_id=key, state=NoticeLine.State.HANGING)
    return lines.select_related("notice").first()


def lines_of(file: HardshipFile) -> Sequence[NoticeLine]:
    """The notices on which a family stood, newest first, with their objections."""
    lines = NoticeLine.objects.filter(file=file).select_related("notice").order_by("-pk")
    return list(lines.prefetch_related("objections"))


def open_complaints(file: HardshipFile) -> str:
    """What an approver is told of complaints that came when the notice could not be stopped any more."""
    number = Objection.objects.filter(line__file=file).exclude(state=Objection.State.CLOSED).count()
    return f"公示期满后有{number}件反映还没有办结" if number else ""


def open_objections(line: NoticeLine) -> list[Objection]:
    return list(line.objections.exclude(state=Objection.State.CLOSED).order_by("pk"))
