from django.urls import path

from assistance.checks.views import batches, families

app_name = "checks"
urlpatterns = [
    path("", batches.list_batches, name="list"),
    path("new/", batches.build, name="build"),
    path("<int:pk>/", batches.batch_page, name="batch"),
    path("<int:pk>/send/", batches.send, name="send"),
    path("<int:pk>/authorisations/", batches.authorisations, name="authorisations"),
    path("<int:pk>/settle/", batches.settle, name="settle"),
    path("requests/<int:pk>/withdraw/", batches.withdraw, name="withdraw"),
    path("requests/<int:pk>/explain/", families.explain, name="explain"),
    path("people/<int:pk>/answer/", families.answer, name="answer"),
    path("answers/<int:pk>/reveal/", families.reveal, name="reveal"),
    path("files/<int:pk>/", families.of_file, name="file"),
    path("files/<int:pk>/panel/", families.panel, name="panel"),
]
