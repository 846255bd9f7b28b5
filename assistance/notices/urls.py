from django.urls import path

from assistance.notices.views import notices, objections, on_file, papers

app_name = "notices"
urlpatterns = [
    path("", notices.notice_list, name="list"),
    path("post/", notices.post, name="post"),
    path("desks/", notices.desk_list, name="desks"),
    path("desks/set/", notices.set_desk, name="set_desk"),
    path("<int:pk>/", notices.notice_page, name="notice"),
    path("<int:pk>/withdraw/", notices.withdraw, name="withdraw"),
    path("<int:pk>/result/", notices.result, name="result"),
    path("<int:pk>/sheet/", papers.sheet, name="sheet"),
    path("<int:pk>/pictures/", papers.add_pictures, name="add_pictures"),
    path("pictures/<int:pk>/", papers.picture, name="picture"),
    path("pictures/<int:pk>/small/", papers.picture_small, name="picture_small"),
    path("objections/", objections.objection_list, name="objections"),
    path("lines/<int:pk>/object/", objections.raise_objection, name="object"),
    path("objections/<int:pk>/", objections.objection_page, name="objection"),
    path("objections/<int:pk>/investigate/", objections.investigate, name="investigate"),
    path("objections/<int:pk>/decide/", objections.decide, name="decide"),
    path("objections/<int:pk>/reveal/<str:objector>/", objections.reveal, name="reveal"),
    path("of-file/<int:pk>/", on_file.work, name="of_file"),
    path("panel/<int:pk>/", on_file.panel, name="panel"),
]
