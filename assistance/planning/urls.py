from django.urls import path

from assistance.planning.views import agencies, approval, comparing, enterprises, plans, rulings

app_name = "planning"
urlpatterns = [
    path("", plans.plan_list, name="list"),
    path("draft/", plans.draft, name="draft"),
    path("agencies/", agencies.agency_list, name="agencies"),
    path("agencies/<int:pk>/", agencies.agency_page, name="agency"),
    path("agencies/<int:pk>/edit/", agencies.edit_agency, name="edit_agency"),
    path("enterprises/", enterprises.enterprise_list, name="enterprises"),
    path("enterprises/<int:pk>/", enterprises.enterprise_page, name="enterprise"),
    path("enterprises/<int:pk>/edit/", enterprises.edit_enterprise, name="edit_enterprise"),
    path("rulings/<int:pk>/lift/", rulings.lift, name="lift"),
    path("<int:pk>/", plans.plan_page, name="plan"),
    path("<int:pk>/change/", plans.change, name="change"),
    path("<int:pk>/drop/", plans.drop, name="drop"),
    path("<int:pk>/solve/", plans.solve, name="solve"),
    path("<int:pk>/compare/", comparing.compare, name="compare"),
    path("<int:pk>/rule/", rulings.rule, name="rule"),
    path("<int:pk>/pin/", rulings.pin, name="pin"),
    path("<int:pk>/forbid/", rulings.forbid, name="forbid"),
    path("<int:pk>/choose/", approval.choose, name="choose"),
    path("<int:pk>/submit/", approval.submit, name="submit"),
    path("<int:pk>/send-back/", approval.send_back, name="send_back"),
    path("<int:pk>/approve/", approval.approve, name="approve"),
    path("<int:pk>/establish/", approval.establish, name="establish"),
]
