"""Every page and endpoint, named once."""

from django.urls import include, path

from runtime.api import api

urlpatterns = [
    path("", include("ground.web.urls")),
    path("pairing/", include("assistance.pairing.urls")),
    path("planning/", include("assistance.planning.urls")),
    path("visits/", include("assistance.visits.urls")),
    path("problems/", include("assistance.problems.urls")),
    path("criteria/", include("assistance.criteria.urls")),
    path("rounds/", include("assistance.rounds.urls")),
    path("households/", include("assistance.households.urls")),
    path("rights/", include("assistance.rights.urls")),
    path("reviews/", include("assistance.reviews.urls")),
    path("checks/", include("assistance.checks.urls")),
    path("investigations/", include("assistance.investigations.urls")),
    path("ledgers/", include("assistance.ledgers.urls")),
    path("notices/", include("assistance.notices.urls")),
    path("complaints/", include("assistance.complaints.urls")),
    path("funds/", include("assistance.funds.urls")),
    path("stock/", include("assistance.stock.urls")),
    path("standards/", include("assistance.standards.urls")),
    path("aid/", include("assistance.aid.urls")),
    path("applications/", include("assistance.applications.urls")),
    path("banks/", include("assistance.banks.urls")),
    path("supermarket/", include("assistance.supermarket.urls")),
    path("supervision/", include("assistance.supervision.urls")),
    path("campaigns/", include("campaigns.urls")),
    path("intake/", include("ground.intake.urls")),
    path("subscriptions/", include("ground.subscriptions.urls")),
    path("briefs/", include("ground.briefs.urls")),
    path("api/v1/", api.urls),
]
