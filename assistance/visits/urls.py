from django.urls import path

from assistance.visits.views import lists, recording, visit

app_name = "visits"
urlpatterns = [
    path("", lists.visit_list, name="list"),
    path("record/", recording.record, name="record"),
    path("record/shell/", recording.record_shell, name="record_shell"),
    path("outbox/", recording.outbox, name="outbox"),
    path("outbox/shell/", recording.outbox_shell, name="outbox_shell"),
    path("names/", recording.names, name="names"),
    path("of-group/<int:pk>/", lists.of_group, name="of_group"),
    path("photos/<int:pk>/", visit.photo, name="photo"),
    path("<int:pk>/", visit.visit_page, name="visit"),
    path("<int:pk>/return/", visit.return_visit, name="return"),
    path("<int:pk>/signature/", visit.signature, name="signature"),
]
