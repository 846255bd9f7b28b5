from django.urls import path

from assistance.criteria.views import office, public

app_name = "criteria"
urlpatterns = [
    path("", office.ruleset_list, name="list"),
    path("check/", public.check, name="check"),
    path("draft/", office.draft, name="draft"),
    path("<int:pk>/", office.ruleset_page, name="ruleset"),
    path("<int:pk>/compare/", office.compare, name="compare"),
    path("<int:pk>/edit/", office.edit, name="edit"),
    path("<int:pk>/publish/", office.publish, name="publish"),
    path("<int:pk>/withdraw/", office.withdraw, name="withdraw"),
    path("<int:pk>/drop/", office.drop, name="drop"),
    path("<int:pk>/add/<str:kind>/", office.add_criterion, name="add_criterion"),
    path("rows/<int:pk>/edit/", office.edit_criterion, name="edit_criterion"),
    path("rows/<int:pk>/drop/", office.drop_criterion, name="drop_criterion"),
]
