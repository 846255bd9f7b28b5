"""What the written report of a campaign (总结报告) is made from: every figure as it stands in the records."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.kinds import CampaignKind
from campaigns.models import Campaign
from campaigns.queries.fairness import Fairness, fairness_of
from campaigns.queries.goods import goods_progress
from campaigns.queries.progress import Progress, progress_of
from campaigns.queries.rosters import Report, report_of
from campaigns.queries.visiting import Visiting, visiting_of
from campaigns.queries.years import figures_by_year, predecessor_of
from campaigns.rules.years import YearFigures
from ground.accounts.models import User
from ground.audit.queries import trail_of
from ground.kernel import clock

State = Campaign.State
STAGES = {  # what the trail says when a campaign comes to a stage
    "campaign.published": State.PUBLISHED,
    "campaign.posted": State.NOTICE,
    "campaign.approved": State.APPROVED,
    "campaign.execution_begun": State.EXECUTING,
    "campaign.closed": State.CLOSING,
    "campaign.summarised": State.SUMMARISED,
    "campaign.archived": State.ARCHIVED,
}
STAGE_REACHED = "campaign.stage_reached"


@dataclass(frozen=True, kw_only=True)
class GoodsFigures:
    """One kind of goods of a campaign: units planned, allotted to people, handed over; its value in yuan."""

    name: str
    unit: str
    quantity: int
    allotted: int
    handed: int
    unit_value: Decimal

    @property
    def value(self) -> Decimal:
        return self.handed * self.unit_value


@dataclass(frozen=True, kw_only=True)
class WrittenFacts:
    """`stages`: state and the first day on which the campaign came to it, in that order.

    `before` is the predecessor's name with its figures, `now` this campaign's, both as 历年对比 counts.
    """

    name: str
    year: int
    kind: CampaignKind
    theme: str
    organiser: str
    co_organisers: tuple[str, ...]
    starts_on: date
    ends_on: date
    apply_from: date
    apply_to: date
    settle_by: date
    notice_place: str
    notice_from: date | None
    notice_to: date | None
    stages: tuple[tuple[str, date], ...]
    report: Report
    progress: Progress
    goods: tuple[GoodsFigures, ...]
    visiting: Visiting
    fairness: Fairness
    now: YearFigures
    before: tuple[str, YearFigures] | None
    summary: str
    is_summarised: bool
    told_on: date


def written_facts(campaign: Campaign, user: User, permission: str) -> WrittenFacts:
    """The facts of a campaign for a person who may steer it. A constant number of queries."""
    stages = stages_of(campaign)
    is_summarised = campaign.state in {State.SUMMARISED, State.ARCHIVED}
    predecessor = predecessor_of(campaign)
    two = [campaign.pk, *([predecessor.pk] if predecessor else [])]
    years = figures_by_year(Campaign.objects.filter(pk__in=two))
    today = clock.today()
    return WrittenFacts(
        name=campaign.name,
        year=campaign.year,
        kind=campaign.kind,
        theme=campaign.theme,
        organiser=campaign.organiser.name,
        co_organisers=tuple(campaign.co_organisers.order_by("path").values_list("name", flat=True)),
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        apply_from=campaign.apply_from,
        apply_to=campaign.apply_to,
        settle_by=campaign.settle_by,
        notice_place=campaign.notice_place,
        notice_from=campaign.notice_from,
        notice_to=campaign.notice_to,
        stages=tuple(sorted(stages.items(), key=lambda one: one[1])),
        report=report_of(campaign),
        progress=progress_of(campaign, today=today),
        goods=tuple(
            GoodsFigures(
                name=one.line.goods.name,
                unit=one.line.goods.unit,
                quantity=one.line.quantity,
                allotted=one.allotted,
                handed=one.handed,
                unit_value=one.line.unit_value,
            )
            for one in goods_progress(campaign)
        ),
        visiting=visiting_of(campaign),
        fairness=fairness_of(campaign, user, permission),
        now=years[-1],
        before=(predecessor.name, years[0]) if predecessor else None,
        summary=campaign.summary,
        is_summarised=is_summarised,
        told_on=stages.get(State.SUMMARISED, today) if is_summarised else today,
    )


def stages_of(campaign: Campaign) -> dict[str, date]:
    """The first day on which a campaign came to each stage, by its trail."""
    told = trail_of(campaign).filter(action__in=[*STAGES, STAGE_REACHED]).order_by("pk")
    found: dict[str, date] = {}
    for action, details, at in told.values_list("action", "details", "occurred_at"):
        state = STAGES.get(action) or str(details.get("state", ""))
        if state in State.values:
            found.setdefault(str(state), at.astimezone(clock.CHINA).date())
    return found
