from django.urls import path

from assistance.rights.views import disposals, impacts, requests

app_name = "rights"
urlpatterns = [
    path("requests/", requests.request_list, name="requests"),
    path("requests/<int:pk>/", requests.show_request, name="request"),
    path("requests/<int:pk>/answer/", requests.answer, name="answer"),
    path("requests/<int:pk>/copy/", requests.copy, name="copy"),
    path("requests/<int:pk>/decide/", requests.decide, name="decide"),
    path("files/<int:pk>/", requests.file_panel, name="file_panel"),
    path("files/<int:pk>/receive/", requests.receive, name="receive"),
    path("disposals/", disposals.disposal_list, name="disposals"),
    path("disposals/propose/", disposals.propose, name="propose"),
    path("disposals/<int:pk>/", disposals.show_disposal, name="disposal"),
    path("disposals/<int:pk>/destroy/", disposals.destroy, name="destroy"),
    path("disposals/<int:pk>/withdraw/", disposals.withdraw, name="withdraw"),
    path("impact/", impacts.impact_list, name="impacts"),
    path("impact/write/", impacts.write_impact, name="write_impact"),
    path("impact/<int:pk>/", impacts.show_impact, name="impact"),
]
