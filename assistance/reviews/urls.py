from django.urls import path

from assistance.reviews.views import bulk, lists, proposals, reviews

app_name = "reviews"
urlpatterns = [
    path("", reviews.review_list, name="list"),
    path("<int:pk>/", reviews.review_page, name="review"),
    path("<int:pk>/record/", reviews.record, name="record"),
    path("<int:pk>/assign/", reviews.assign, name="assign"),
    path("files/<int:pk>/panel/", reviews.panel, name="panel"),
    path("files/<int:pk>/propose/", proposals.propose, name="propose"),
    path("rounds/", reviews.round_list, name="rounds"),
    path("rounds/draw/", reviews.draw, name="draw"),
    path("rounds/<int:pk>/", reviews.round_page, name="round"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("proposals/<int:pk>/", proposals.proposal_page, name="proposal"),
    path("proposals/<int:pk>/inform/", proposals.inform, name="inform"),
    path("proposals/<int:pk>/decide/", proposals.decide, name="decide"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="withdraw"),
    path("unfiled/", proposals.unfiled_list, name="unfiled"),
    path("unfiled/record/", proposals.record_unfiled, name="record_unfiled"),
    path("unfiled/<int:pk>/", proposals.verify, name="verify"),
    path("lists/", lists.overview, name="lists"),
    path("lists/<str:code>/", lists.work_list_page, name="work_list"),
    path("rates/", lists.rates, name="rates"),
    path("rates/<str:code>/<str:part>/", lists.rate_rows, name="rate_rows"),
    path("bulk/", bulk.choose, name="bulk"),
    path("bulk/runs/", bulk.runs, name="bulk_runs"),
    path("bulk/<int:pk>/", bulk.run_page, name="bulk_run"),
    path("bulk/<int:pk>/confirm/", bulk.confirm, name="bulk_confirm"),
    path("bulk/<int:pk>/items/", bulk.items, name="bulk_items"),
]
