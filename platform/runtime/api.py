"""The HTTP surface: every router, named once."""

from assistance.aid.api import router as aid
from assistance.applications.api import router as applications
from assistance.banks.api import router as banks
from assistance.checks.api import router as checks
from assistance.complaints.api import router as complaints
from assistance.criteria.api import router as criteria
from assistance.funds.api import router as funds
from assistance.households.api import router as households
from assistance.investigations.api import router as investigations
from assistance.notices.api import router as notices
from assistance.pairing.api import router as pairing
from assistance.planning.api import router as planning
from assistance.problems.api import router as problems
from assistance.reviews.api import router as reviews
from assistance.rights.api import router as rights
from assistance.rounds.api import router as rounds
from assistance.standards.api import router as standards
from assistance.stock.api import router as stock
from assistance.supermarket.api import router as supermarket
from assistance.supervision.api import router as supervision
from assistance.visits.api import router as visits
from campaigns.api import router as campaigns
from ground.briefs.api import router as briefs
from ground.intake.api import router as intake
from ground.subscriptions.api import router as events
from ground.web.api import Api, Nobody, install_errors
from ground.web.api_router import routers

api = Api(
    title="双联 Shuanglian",
    version="1",
    description="Everything a page does, through the same services.",
    auth=Nobody(),
    urls_namespace="api-v1",
)
install_errors(api)
api.add_router("/pairing", pairing, tags=["pairing"])
api.add_router("/planning", planning, tags=["planning"])
api.add_router("/visits", visits, tags=["visits"])
api.add_router("/problems", problems, tags=["problems"])
api.add_router("/criteria", criteria, tags=["criteria"])
api.add_router("/rights", rights, tags=["rights"])
api.add_router("/rounds", rounds, tags=["rounds"])
api.add_router("/reviews", reviews, tags=["reviews"])
api.add_router("/households", households, tags=["households"])
api.add_router("/checks", checks, tags=["checks"])
api.add_router("/investigations", investigations, tags=["investigations"])
api.add_router("/notices", notices, tags=["notices"])
api.add_router("/complaints", complaints, tags=["complaints"])
api.add_router("/funds", funds, tags=["funds"])
api.add_router("/stock", stock, tags=["stock"])
api.add_router("/standards", standards, tags=["standards"])
api.add_router("/aid", aid, tags=["aid"])
api.add_router("/applications", applications, tags=["applications"])
api.add_router("/banks", banks, tags=["banks"])
api.add_router("/supermarket", supermarket, tags=["supermarket"])
api.add_router("/supervision", supervision, tags=["supervision"])
api.add_router("/campaigns", campaigns, tags=["campaigns"])
api.add_router("/intake", intake, tags=["intake"])
api.add_router("/briefs", briefs, tags=["briefs"])
api.add_router("/events", events, tags=["events"])
for prefix, router in routers.items():
    api.add_router(prefix, router, tags=["installation"])
