from django.urls import path

from assistance.standards.views import keeping, reading

app_name = "standards"
urlpatterns = [
    path("", reading.standard_list, name="list"),
    path("draft/", keeping.draft, name="draft"),
    path("<int:pk>/", reading.standard_page, name="standard"),
    path("<int:pk>/compare/", reading.compare, name="compare"),
    path("<int:pk>/edit/", keeping.edit, name="edit"),
    path("<int:pk>/publish/", keeping.publish, name="publish"),
    path("<int:pk>/withdraw/", keeping.withdraw, name="withdraw"),
    path("<int:pk>/drop/", keeping.drop, name="drop"),
    path("<int:pk>/add/<str:kind>/", keeping.add_rule, name="add_rule"),
    path("rows/<int:pk>/edit/", keeping.edit_rule, name="edit_rule"),
    path("rows/<int:pk>/drop/", keeping.drop_rule, name="drop_rule"),
]
