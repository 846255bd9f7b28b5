from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from assistance.pairing import services as pairing
from assistance.pairing.models import PairingGroup
from assistance.supervision import queries, services
from assistance.supervision.models import AssessmentScheme, Score, Sheet
from assistance.supervision.rules.schemes import Item
from assistance.supervision.services import GivenScore
from assistance.visits import services as visits
from ground.accounts.models import Organisation, User

ITEMS = [
    Item(
        code="1",
        section="走访",
        content="走访双联点",
        maximum=Decimal(60),
        measure="visits.made",
        scale={"kind": "ratio", "target": "4", "empty": "none"},
    ),
    Item(
        code="2",
        section="任务",
        content="按期完成任务",
        maximum=Decimal(20),
        measure="tasks.in_time",
        scale={"kind": "share", "empty": "full"},
    ),
    Item(code="3", section="组织", content="领导重视", maximum=Decimal(20)),
    Item(code="4", section="加分", content="创新", maximum=Decimal(5), kind="bonus"),
    Item(code="5", section="扣分", content="违规", maximum=Decimal(5), kind="deduction"),
]


@dataclass
class World:
    """An office, its two agencies on one enterprise, a third agency apart, and a scheme of 2008."""

    office: Organisation
    lead: Organisation
    member: Organisation
    apart: Organisation
    haili: Organisation
    editor: User
    colleague: User
    leader: User
    liaison: User
    member_liaison: User
    group: PairingGroup
    scheme: AssessmentScheme

    def sheet(self, agency=None) -> Sheet:
        return Sheet.objects.get(scheme=self.scheme, agency=agency or self.lead)

    def score(self, code, agency=None) -> Score:
        return self.sheet(agency).scores.get(item__code=code)

    def visit(self, on, agency=None, by=None, cash="0"):
        return visits.record_visit(
            by=by or self.liaison,
            key=uuid4(),
            kind="routine",
            agency=agency or self.lead,
            link_point=self.haili,
            visited_on=date.fromisoformat(on),
            visitors="林红",
            situation="生产正常",
            condolence_cash=Decimal(cash),
        )

    def compute(self):
        scheme = AssessmentScheme.objects.get(pk=self.scheme.pk)
        rows = list(services.to_compute(scheme, queries.span_of(scheme)))
        return services.keep_computed(by=self.editor, scheme=scheme, rows=rows)


@pytest.fixture
def drafted(make_organisation, person, at, root) -> World:
    lead = make_organisation("市政协办", "agency")
    member = make_organisation("市安监局", "agency")
    apart = make_organisation("市水利局", "agency")
    haili = make_organisation("海利农药化工有限公司")
    editor, leader = person("office"), person("leader")
    with at("2008-01-04"):
        group = pairing.propose_group(
            by=editor,
            year=2008,
            link_point=haili,
            lead_agency=lead,
            members=[member],
            starts_on=date(2008, 1, 4),
        )
        group = pairing.approve_group(by=leader, group=group)
    with at("2008-01-08"):
        scheme = services.draft_scheme(
            by=editor,
            office=root,
            year=2008,
            title="2008年双联工作考核办法",
            self_score_from=date(2008, 12, 1),
            self_score_until=date(2008, 12, 10),
        )
        scheme = services.edit_scheme(
            by=editor,
            scheme=scheme,
            title=scheme.title,
            full_marks=Decimal(100),
            self_score_from=scheme.self_score_from,
            self_score_until=scheme.self_score_until,
            items=ITEMS,
        )
    return World(
        root,
        lead,
        member,
        apart,
        haili,
        editor,
        person("office"),
        leader,
        person("liaison", lead),
        person("liaison", member),
        group,
        scheme,
    )


@pytest.fixture
def published(drafted, at) -> World:
    with at("2008-01-10"):
        drafted.scheme = services.publish_scheme(by=drafted.editor, scheme=drafted.scheme)
    return drafted


@pytest.fixture
def scoring(published, at) -> World:
    """Two visits by the lead, one task of it done late, and the first day of self-scoring."""
    for on in ("2008-05-14", "2008-06-17"):
        with at(on):
            published.visit(on, cash="300")
    with at("2008-06-17"):
        task = pairing.assign_task(
            by=published.editor,
            group=published.group,
            agency=published.lead,
            content="帮助办理安全生产许可证",
            due_on=date(2008, 8, 31),
        )
    with at("2008-09-03"):
        pairing.accept_task(by=published.liaison, task=task)
        pairing.complete_task(
            by=published.liaison, task=task, done_on=date(2008, 9, 3), note="已办好"
        )
    services.advance_on(on=date(2008, 12, 1))
    published.scheme.refresh_from_db()
    return published


@pytest.fixture
def provisional(scoring, at) -> World:
    """Self-scored by the lead alone, computed, checked and announced."""
    world = scoring
    given = [
        GivenScore(code, Decimal(points)) for code, points in {"1": 40, "2": 20, "3": 18}.items()
    ]
    with at("2008-12-03"):
        services.hand_in_self_scores(by=world.liaison, sheet=world.sheet(), given=given)
    services.advance_on(on=date(2008, 12, 11))
    with at("2008-12-12"):
        world.compute()
        services.adopt_computed(by=world.editor, scheme=world.scheme)
        services.adopt_self_scores(by=world.editor, scheme=world.scheme)
        world.scheme = services.announce_results(by=world.editor, scheme=world.scheme)
    return world
