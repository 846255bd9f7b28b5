"""Every page and operation, found by walking; each filled with the number of a row of the story."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from assistance.aid.models import Batch, Payment, Receipt, ReceiptPicture, RegisterLine
from assistance.applications.models import Application, ApplicationPaper
from assistance.banks.models import BankAnswer, BankFile, BankTemplate
from assistance.checks.models import CheckAnswer, CheckBatch, CheckPerson, CheckRequest
from assistance.complaints.models import Complaint, ComplaintPaper
from assistance.criteria.models import Criterion, RuleSet
from assistance.funds.models import (
    Allocation,
    CarryOver,
    Entry,
    FundReturn,
    FundSource,
    SourcePaper,
)
from assistance.households.models import (
    Consent,
    FamilyPair,
    FileMeeting,
    Gate,
    HardshipFile,
    Member,
    Paper,
    Route,
    WhatIf,
    WhatIfLine,
)
from assistance.investigations.models import HomeInvestigation, InvestigationPhoto
from assistance.ledgers.models import HandOver, Output
from assistance.notices.models import Notice, NoticeLine, NoticePicture, Objection
from assistance.pairing.models import (
    AssistanceTask,
    Cadre,
    CardPrint,
    ContactCard,
    LiaisonMeeting,
    PairingGroup,
    TaskEvidence,
    WorkPlanItem,
)
from assistance.planning.models import PairingPlan, Ruling
from assistance.problems.models import EnterpriseProblem, ProblemPhoto
from assistance.reviews.models import BulkRun, Proposal, Review, ReviewRound, UnfiledFamily
from assistance.rights.models import Disposal, ImpactAssessment, PersonRequest
from assistance.rounds.models import LeaderRound, VisitDuty
from assistance.standards.models import AidRule, Standard
from assistance.stock.models import (
    Clearance,
    Donation,
    Goods,
    Holding,
    Movement,
    Stocktake,
    Store,
    Transfer,
)
from assistance.supermarket.models import Difference, LoveCard
from assistance.supermarket.models import Issue as GoodsIssue
from assistance.supervision.models import (
    Appeal,
    AssessmentScheme,
    Award,
    Bulletin,
    Score,
    Sheet,
)
from assistance.visits.models import Visit, VisitPhoto
from campaigns.models import Campaign, Enrolment, KindVersion, VisitGroup, VisitRoute, VisitTarget
from ground.accounts.models import ApiKey, Membership, Organisation, User
from ground.briefs.models import Article, Contribution, Instruction, Issue, Photo, Series
from ground.events.models import Delivery
from ground.intake.models import Intake
from ground.jobs.models import Job
from ground.subscriptions.models import Message, Subscription
from ground.web.api import Needs
from runtime.api import api

OBJECTS = {  # longest beginning of a route → whose number it takes
    "pairing/": PairingGroup,
    "pairing/groups/": PairingGroup,
    "pairing/meetings/": LiaisonMeeting,
    "pairing/tasks/": AssistanceTask,
    "pairing/evidence/": TaskEvidence,
    "pairing/plan-items/": WorkPlanItem,
    "pairing/cadres/": Cadre,
    "pairing/cards/": ContactCard,
    "pairing/cards/prints/": CardPrint,
    "planning/": PairingPlan,
    "planning/plans/": PairingPlan,
    "planning/agencies/": Organisation,
    "planning/enterprises/": Organisation,
    "planning/rulings/": Ruling,
    "visits/": Visit,
    "visits/photos/": VisitPhoto,
    "visits/of-group/": PairingGroup,
    "problems/": EnterpriseProblem,
    "criteria/": RuleSet,
    "criteria/rows/": Criterion,
    "households/": HardshipFile,
    "households/helpers/": FamilyPair,
    "households/routes/": Route,
    "households/routes/gates/": Gate,
    "households/meetings/": FileMeeting,
    "households/meetings/of-file/": HardshipFile,
    "households/what-if/": WhatIf,
    "checks/": CheckBatch,
    "checks/requests/": CheckRequest,
    "checks/people/": CheckPerson,
    "checks/answers/": CheckAnswer,
    "checks/files/": HardshipFile,
    "investigations/": HomeInvestigation,
    "investigations/files/": HardshipFile,
    "investigations/photos/": InvestigationPhoto,
    "rights/requests/": PersonRequest,
    "rights/files/": HardshipFile,
    "rights/disposals/": Disposal,
    "rights/impact/": ImpactAssessment,
    "reviews/": Review,
    "reviews/files/": HardshipFile,
    "reviews/rounds/": ReviewRound,
    "reviews/proposals/": Proposal,
    "reviews/unfiled/": UnfiledFamily,
    "reviews/bulk/": BulkRun,
    "ledgers/outputs/": Output,
    "ledgers/national/": HandOver,
    "ledgers/files/": HardshipFile,
    "notices/": Notice,
    "notices/lines/": NoticeLine,
    "notices/pictures/": NoticePicture,
    "notices/objections/": Objection,
    "notices/of-file/": HardshipFile,
    "notices/panel/": HardshipFile,
    "complaints/": Complaint,
    "complaints/papers/": ComplaintPaper,
    "rounds/tours/": LeaderRound,
    "rounds/duties/": VisitDuty,
    "funds/": FundSource,
    "funds/sources/": FundSource,
    "funds/entries/": Entry,
    "funds/allocations/": Allocation,
    "funds/returns/": FundReturn,
    "funds/carry-over/": CarryOver,
    "funds/carry-overs/": CarryOver,
    "funds/papers/": SourcePaper,
    "stock/": Store,
    "stock/goods/": Goods,
    "stock/lots/": Holding,
    "stock/donations/": Donation,
    "stock/movements/": Movement,
    "stock/transfers/": Transfer,
    "stock/clearances/": Clearance,
    "stock/stocktakes/": Stocktake,
    "standards/": Standard,
    "standards/rows/": AidRule,
    "applications/": Application,
    "applications/applications/": Application,
    "applications/files/": HardshipFile,
    "applications/papers/": ApplicationPaper,
    "banks/batches/": Batch,
    "banks/files/": BankFile,
    "banks/answers/": BankAnswer,
    "banks/templates/": BankTemplate,
    "aid/": Batch,
    "aid/batches/": Batch,
    "aid/payments/": Payment,
    "aid/receipts/": Receipt,
    "aid/paper-pages/": ReceiptPicture,
    "aid/where/": Payment,
    "aid/register/": RegisterLine,
    "supermarket/": LoveCard,
    "supermarket/cards/": LoveCard,
    "supermarket/issues/": GoodsIssue,
    "supermarket/differences/": Difference,
    "supervision/": AssessmentScheme,
    "supervision/schemes/": AssessmentScheme,
    "supervision/sheets/": Sheet,
    "supervision/scores/": Score,
    "supervision/appeals/": Appeal,
    "supervision/awards/": Award,
    "supervision/bulletins/": Bulletin,
    "campaigns/": Campaign,
    "campaigns/enrolments/": Enrolment,
    "campaigns/kinds/": KindVersion,
    "campaigns/visit-groups/": VisitGroup,
    "campaigns/routes/": VisitRoute,
    "campaigns/targets/": VisitTarget,
    "jobs/": Job,
    "briefs/issues/": Issue,
    "briefs/series/": Series,
    "briefs/instructions/": Instruction,
    "briefs/articles/": Article,
    "briefs/contributions/": Contribution,
    "briefs/figures/": Issue,
    "briefs/public/": Issue,
    "briefs/photos/": Photo,
    "briefs/public/photos/": Photo,
    "intake/": Intake,
    "organisations/": Organisation,
    "people/": User,
    "api-keys/": ApiKey,
    "deliveries/": Delivery,
    "subscriptions/": Subscription,
    "admin/organisations/": Organisation,
    "admin/people/": User,
    "admin/api-keys/": ApiKey,
    "admin/deliveries/": Delivery,
}

WITHIN = {  # beginning of a number's name → whose it is, within the thing named before it
    "member": Member,
    "paper": Paper,
    "consent": Consent,
    "line_pk": WhatIfLine,
    "photo_pk": ProblemPhoto,
    "file_pk": HardshipFile,
    "message": Message,
    "role_pk": Membership,
}


@dataclass(frozen=True)
class Route:
    path: str  # with {pk} and the like filled in by fill()
    audience: object
    methods: tuple[str, ...]

    def __str__(self) -> str:
        return f"{'/'.join(self.methods)} {self.path}"


def _pages(resolver: URLResolver, before: str = "") -> Iterator[Route]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.app_name != "ninja":
                yield from _pages(one, path)
        elif isinstance(one, URLPattern):
            yield Route(path, one.callback.audience, ("GET", "POST"))


def _operations() -> Iterator[Route]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                needs = [one for one in operation.auth_callbacks if isinstance(one, Needs)]
                permission = needs[0].permission if len(needs) == 1 else None
                yield Route(
                    f"api/v1/{(prefix + path).strip('/')}/".replace("//", "/")
                    if path.endswith("/")
                    else f"api/v1/{(prefix + path).strip('/')}",
                    permission,
                    tuple(operation.methods),
                )


PAGES = sorted(_pages(get_resolver()), key=str)

OPERATIONS = sorted(_operations(), key=str)


def fill(route: Route) -> str:
    """Put the number of a row of the story in, and say loudly where none is known."""
    path = route.path
    for marker in ("<int:", "<str:", "<uuid:", "{int:", "{uuid:", "{str:", "{"):
        while marker in path:
            begin = path.index(marker)
            end = path.index(">" if marker[0] == "<" else "}", begin)
            name = path[begin + len(marker) : end].split(":")[-1]
            path = (
                path[:begin]
                + value_for(path[:begin].removeprefix("api/v1/"), name)
                + path[end + 1 :]
            )
    return "/" + path


def value_for(before: str, name: str) -> str:
    words = {
        "code": "aid.relief_paid",
        "fact": "aid.relief_paid",
        "action": "review",
        "field": "mobile",
        "objector": "who",
        "number": "1",
        "file_key": "00000000-0000-4000-8000-0000000000f1",  # made by whoever sends the file
        "token": "forged",
        "about_kind": "forged",
        "slug": "head",
        "place": "head.category",
        "part": "head",
    }
    if name in words:
        return words[name]
    if name == "book_pk":  # an organisation that keeps money
        return str(FundSource.objects.order_by("pk").values_list("organisation_id", flat=True)[0])
    for beginning, model in WITHIN.items():
        if name.startswith(beginning):
            return str(model.objects.order_by("pk").values_list("pk", flat=True)[0])
    known = [beginning for beginning in OBJECTS if before.startswith(beginning)]
    assert known, f"no row in OBJECTS for {before}{{{name}}}"
    model = OBJECTS[max(known, key=len)]
    return str(model.objects.order_by("pk").values_list("pk", flat=True)[0])
