"""From checked scores to the confirmed result: announced, open to appeal, confirmed, ranked."""

from decimal import Decimal

from django.db import transaction
from django.db.models import F

from assistance.supervision import queries
from assistance.supervision.events import ResultsAnnounced, ResultsConfirmed
from assistance.supervision.models import AssessmentScheme, Ranking, Score, Sheet
from assistance.supervision.rules import schemes as rules
from assistance.supervision.rules import scoring
from assistance.supervision.services.totals import add_up
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.places.queries import local_rule, workdays_after

State = AssessmentScheme.State
GRADES = {
    "优秀": "supervision.excellent_from",
    "良好": "supervision.good_from",
    "合格": "supervision.pass_from",
}


@transaction.atomic
def announce_results(*, by: User, scheme: AssessmentScheme) -> AssessmentScheme:
    """Tell the agencies their provisional scores; from here on only an appeal changes one."""
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, State.CHECKING, doing="反馈初评结果")
    missing = queries.items_without_score(scheme)
    if missing:
        raise RuleBroken(
            "scores_missing",
            "还有指标没有综评得分，不能反馈："
            + "、".join(f"{code}（{number}个单位）" for code, number in missing),
        )
    today = clock.today()
    workdays = int(
        local_rule("supervision.appeal_workdays", on=today, division=scheme.office.division)
    )
    Score.objects.filter(sheet__scheme=scheme).update(final=F("office_score"))
    add_up(scheme, "final")
    scheme.sheets.update(state=Sheet.State.CHECKED)
    scheme.state = State.PROVISIONAL
    scheme.announced_by = by
    scheme.announced_on = today
    scheme.appeal_until = workdays_after(today, workdays)
    scheme.save(update_fields=["state", "announced_by", "announced_on", "appeal_until"])
    record(by, "supervision.results_announced", scheme, appeal_until=scheme.appeal_until)
    publish(ResultsAnnounced(scheme_id=scheme.pk, appeal_until=scheme.appeal_until))
    return scheme


@transaction.atomic
def confirm_results(*, by: User, scheme: AssessmentScheme) -> AssessmentScheme:
    """Confirm the result for the leading group: scores are final, places and grades are written."""
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, State.PROVISIONAL, doing="审定")
    scoring.check_confirmable(
        today=clock.today(),
        until=scheme.appeal_until,
        open_appeals=queries.open_appeals(scheme).count(),
    )
    check_another(
        by=by.pk,
        than=scheme.announced_by_id,
        message="反馈初评结果的人不能审定，请由领导小组另一人审定",
    )
    totals = {
        pk: total or Decimal(0) for pk, total in scheme.sheets.values_list("pk", "final_total")
    }
    places = scoring.places(totals)
    today, division = clock.today(), scheme.office.division
    lines = {grade: local_rule(code, on=today, division=division) for grade, code in GRADES.items()}
    Ranking.objects.bulk_create(
        (
            Ranking(
                sheet_id=sheet,
                place=places[sheet],
                total=total,
                grade=scoring.grade_of(total, full_marks=scheme.full_marks, lines=lines),
            )
            for sheet, total in totals.items()
        ),
        batch_size=5000,
    )
    scheme.state = State.CLOSED
    scheme.confirmed_by = by
    scheme.confirmed_on = today
    scheme.save(update_fields=["state", "confirmed_by", "confirmed_on"])
    record(by, "supervision.results_confirmed", scheme, sheets=len(totals))
    publish(ResultsConfirmed(scheme_id=scheme.pk, office_id=scheme.office_id, year=scheme.year))
    return scheme
