"""Supervision bulletins: drafted from the records, edited, released by another person, typeset."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from assistance.supervision import queries
from assistance.supervision.events import BulletinDrafted, BulletinReleased
from assistance.supervision.measures.registry import Span
from assistance.supervision.models import (
    AssessmentScheme,
    Bulletin,
    BulletinLine,
    BulletinPrint,
    ScoreItem,
)
from assistance.supervision.queries import bulletins as read
from assistance.supervision.rules import bulletins as words
from assistance.supervision.rules import schemes as rules
from assistance.supervision.rules import scoring
from assistance.supervision.services.computing import to_compute
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.briefs.typesetting import Typeset
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.periods import Period
from ground.places.queries import local_rule

LONGEST_COMMENT = 60


@transaction.atomic
def draft_bulletin(*, by: User | None, scheme: AssessmentScheme, period: Period) -> Bulletin:
    """Draft the bulletin of a span: every figure from the records as they stand now."""
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, *AssessmentScheme.IN_FORCE, doing="拟制通报")
    _check_period(scheme, period)
    known = Bulletin.objects.filter(
        scheme=scheme, starts_on=period.starts_on, ends_on=period.ends_on
    )
    if known.exists():
        raise RuleBroken(
            "bulletin_exists", f"{words.period_name(period)}的通报已经拟好，请在通报列表中打开"
        )
    span = queries.span_of(scheme, period)
    lines = read.lines_between(scheme, span, _scores(scheme, span))
    if not lines:
        raise RuleBroken("no_agencies", "该方案还没有参加考核的单位，不能拟制通报")
    places = scoring.places({one.agency_id: one.score for one in lines})
    lines.sort(key=lambda one: (places[one.agency_id], one.agency_id))
    names = dict(
        Organisation.objects.filter(pk__in=[one.agency_id for one in lines]).values_list(
            "pk", "name"
        )
    )
    bulletin = Bulletin.objects.create(
        scheme=scheme,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        title=words.title_of(period),
        opening=words.opening_of(period, lines, names),
        closing=words.CLOSING,
        drafted_on=clock.today(),
        edited_by=by,
    )
    BulletinLine.objects.bulk_create(
        (
            BulletinLine(
                bulletin=bulletin,
                place=places[one.agency_id],
                comment=words.comment_on(one)[:LONGEST_COMMENT],
                **vars(one),
            )
            for one in lines
        ),
        batch_size=5000,
    )
    record(by, "supervision.bulletin_drafted", bulletin, scheme=scheme.pk, sheets=len(lines))
    publish(BulletinDrafted(bulletin_id=bulletin.pk, scheme_id=scheme.pk))
    return bulletin


def draft_bulletins_on(*, on: date) -> list[Bulletin]:
    """A day has begun: draft what the rule of each office asks for and nobody has drafted yet."""
    drafted = []
    schemes = AssessmentScheme.objects.in_force().select_related("office__division").order_by("pk")
    for scheme in schemes.filter(year__gte=on.year - 1):
        months = int(
            local_rule("supervision.bulletin_months", on=on, division=scheme.office.division)
        )
        if not months:
            continue
        period = words.last_period(on, months)
        wanted = period.ends_on.year == scheme.year and (
            scheme.published_on is not None and scheme.published_on <= period.ends_on
        )
        if wanted and not scheme.bulletins.filter(ends_on=period.ends_on).exists():
            drafted.append(draft_bulletin(by=None, scheme=scheme, period=period))
    return drafted


@transaction.atomic
def edit_bulletin(
    *,
    by: User,
    bulletin: Bulletin,
    title: str,
    opening: str,
    closing: str,
    comments: Mapping[int, str],
) -> Bulletin:
    """Change the words of a draft; its figures stay as they were computed. `comments`: line → words."""
    bulletin = _locked_draft(bulletin)
    missing = {
        name: "不能为空"
        for name, text in (("title", title), ("opening", opening), ("closing", closing))
        if not text.strip()
    }
    if missing:
        raise RuleBroken("bulletin_incomplete", "请填写标题、总体情况和工作要求", fields=missing)
    bulletin.title, bulletin.opening = title.strip(), opening.strip()
    bulletin.closing, bulletin.edited_by = closing.strip(), by
    bulletin.save(update_fields=["title", "opening", "closing", "edited_by"])
    changed = []
    for line in bulletin.lines.filter(pk__in=list(comments)):
        comment = comments[line.pk].strip()[:LONGEST_COMMENT]
        if comment != line.comment:
            line.comment = comment
            changed.append(line)
    BulletinLine.objects.bulk_update(changed, ["comment"])
    record(by, "supervision.bulletin_edited", bulletin, rows=len(changed))
    return bulletin


@transaction.atomic
def release_bulletin(*, by: User, bulletin: Bulletin) -> Bulletin:
    """Release a bulletin: number, day, words and figures are final, and it is typeset.

    The scheme is locked first, so that two releases get two numbers.
    """
    scheme = queries.locked_scheme(bulletin.scheme_id)
    bulletin = _locked_draft(bulletin)
    bulletin.scheme = scheme
    check_another(
        by=by.pk, than=bulletin.edited_by_id, message="拟稿或修改通报的人不能印发，请由另一人印发"
    )
    number = read.next_number(scheme)
    bulletin.number = number
    bulletin.released_by = by
    bulletin.released_on = clock.today()
    bulletin.document = read.draft_document(bulletin, number=number).to_plain()
    bulletin.state = Bulletin.State.RELEASED
    bulletin.save()
    record(by, "supervision.bulletin_released", bulletin, number=number)
    publish(BulletinReleased(bulletin_id=bulletin.pk, released_on=bulletin.released_on))
    return bulletin


@transaction.atomic
def attach_print(bulletin_id: int, typeset: Typeset) -> BulletinPrint:
    """Keep the PDF of a released bulletin. A second one changes nothing: the first was sent out."""
    bulletin = Bulletin.objects.select_for_update().get(pk=bulletin_id)
    printed, is_new = BulletinPrint.objects.get_or_create(
        bulletin=bulletin,
        defaults={"pdf": typeset.pdf, "sha256": typeset.sha256, "pages": typeset.pages},
    )
    if is_new:
        bulletin.state = Bulletin.State.TYPESET
        bulletin.save(update_fields=["state"])
        record(None, "supervision.bulletin_typeset", bulletin, pages=printed.pages)
    return printed


def _scores(scheme: AssessmentScheme, span: Span) -> dict[int, Decimal]:
    """Each agency's points on the measured items in the span."""
    deductions = set(
        scheme.items.filter(kind=ScoreItem.Kind.DEDUCTION).values_list("pk", flat=True)
    )
    totals: dict[int, Decimal] = {}
    for one in to_compute(scheme, span):
        points = -one.points.score if one.item_id in deductions else one.points.score
        totals[one.agency_id] = totals.get(one.agency_id, Decimal(0)) + points
    return totals


def _check_period(scheme: AssessmentScheme, period: Period) -> None:
    if (period.starts_on.year, period.ends_on.year) != (scheme.year, scheme.year):
        raise RuleBroken(
            "period_outside_year",
            f"通报的起止日期应在{scheme.year}年内",
            fields={"ends_on": f"应在{scheme.year}年内"},
        )
    if period.starts_on > clock.today():
        raise RuleBroken(
            "period_in_future", "通报的时段还没有开始", fields={"starts_on": "不能晚于今天"}
        )


def _locked_draft(bulletin: Bulletin) -> Bulletin:
    bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if bulletin.state != Bulletin.State.DRAFT:
        raise RuleBroken("bulletin_released", "通报已经印发，不能再改")
    return bulletin
