from django.urls import path

from assistance.households.views import files, helpers

app_name = "households"
urlpatterns = [
    path("", files.list_files, name="list"),
    path("find/", files.find, name="find"),
    path("open/", files.open_file, name="open"),
    path("helpers/", helpers.pair_list, name="helpers"),
    path("without-helper/", helpers.without_helper, name="without_helper"),
    path("helpers/<int:pk>/", helpers.pair_page, name="pair"),
    path("helpers/<int:pk>/replace/", helpers.replace, name="replace_helper"),
    path("helpers/<int:pk>/end/", helpers.end, name="end_helper"),
    path("helpers/<int:pk>/visit/", helpers.visit_home, name="visit_home"),
    path("<int:pk>/helpers/", helpers.of_file, name="helpers_of"),
    path("<int:pk>/helpers/assign/", helpers.assign, name="assign_helper"),
    path("<int:pk>/", files.show_file, name="file"),
    path("<int:pk>/complete/", files.complete, name="complete"),
    path("<int:pk>/steps/<str:action>/", files.take_step, name="step"),
    path("<int:pk>/decision/<str:action>/", files.decide, name="decide"),
    path("<int:pk>/notice/", files.notice, name="notice"),
    path("<int:pk>/reveal/<str:field>/", files.reveal, name="reveal"),
    path("<int:pk>/members/<int:member_pk>/reveal/", files.reveal_member, name="reveal_member"),
]
