from django.urls import path

from assistance.applications.views import history, reading, steps, writing

app_name = "applications"
urlpatterns = [
    path("", reading.application_list, name="list"),
    path("new/", writing.find, name="new"),
    path("outside/", writing.outside, name="outside"),
    path("files/<int:pk>/new/", writing.for_file, name="for_file"),
    path("files/<int:pk>/history/", history.family, name="history"),
    path("files/<int:pk>/panel/", history.panel, name="panel"),
    path("papers/<int:pk>/open/", writing.open_paper, name="open_paper"),
    path("papers/<int:pk>/withdraw/", writing.withdraw_paper, name="withdraw_paper"),
    path("<int:pk>/", reading.application_page, name="application"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/papers/add/", writing.add_paper, name="add_paper"),
    path("<int:pk>/reveal/<str:field>/", writing.reveal, name="reveal"),
    path("<int:pk>/recommend/", steps.recommend, name="recommend"),
    path("<int:pk>/withdraw/", steps.withdraw, name="withdraw"),
    path("<int:pk>/review/", steps.review, name="review"),
    path("<int:pk>/return/", steps.send_back, name="return"),
    path("<int:pk>/approve/", steps.approve, name="approve"),
    path("<int:pk>/reject/", steps.reject, name="reject"),
    path("<int:pk>/send-back/", steps.decider_sends_back, name="send_back"),
]
