"""Commend and criticise (考核奖惩): proposed by the office, made public by a leader."""

from django.db import IntegrityError, transaction

from assistance.supervision import queries
from assistance.supervision.events import AwardGranted
from assistance.supervision.models import AssessmentScheme, Award
from assistance.supervision.rules import schemes as rules
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another

State = AssessmentScheme.State


@transaction.atomic
def propose_award(
    *,
    by: User,
    scheme: AssessmentScheme,
    kind: str,
    agency: Organisation,
    citation: str,
    person: str = "",
) -> Award:
    """Propose a commendation or criticism on the ground of a confirmed result."""
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, State.CLOSED, doing="提出奖惩")
    person, citation = person.strip(), citation.strip()
    personal = kind == Award.Kind.ADVANCED_PERSON
    if personal != bool(person):
        message = "先进个人请填写姓名" if personal else "只有先进个人填写姓名"
        raise RuleBroken("person_wrong", message, fields={"person": message})
    if not citation:
        raise RuleBroken("citation_missing", "请填写评语", fields={"citation": "不能为空"})
    if not scheme.sheets.filter(agency=agency).exists():
        raise RuleBroken(
            "agency_not_assessed", "该单位没有参加本年度考核", fields={"agency": "未参加考核"}
        )
    try:
        with transaction.atomic():
            award = Award.objects.create(
                scheme=scheme,
                kind=kind,
                agency=agency,
                person=person,
                citation=citation,
                proposed_by=by,
            )
    except IntegrityError as clash:
        raise RuleBroken("award_exists", "已提出过同样的奖惩，请勿重复提出") from clash
    record(by, "supervision.award_proposed", award, scheme=scheme.pk, kind=kind)
    return award


@transaction.atomic
def grant_award(*, by: User, award: Award) -> Award:
    """Make a commendation or criticism public: another person than proposed it."""
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.state == Award.State.GRANTED:
        raise RuleBroken("award_granted", "已经公布，无需再次公布")
    check_another(by=by.pk, than=award.proposed_by_id, message="提名的人不能审定同一提名")
    award.state = Award.State.GRANTED
    award.granted_by = by
    award.granted_on = clock.today()
    award.save(update_fields=["state", "granted_by", "granted_on"])
    record(by, "supervision.award_granted", award)
    publish(AwardGranted(award_id=award.pk, agency_id=award.agency_id, kind=award.kind))
    return award


@transaction.atomic
def withdraw_award(*, by: User, award: Award) -> None:
    """Take a proposal back before it is public."""
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.state == Award.State.GRANTED:
        raise RuleBroken("award_granted", "已经公布的奖惩不能撤回")
    record(by, "supervision.award_withdrawn", award, scheme=award.scheme_id, kind=award.kind)
    award.delete()
