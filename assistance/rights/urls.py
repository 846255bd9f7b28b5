from django.urls import path

from assistance.rights import views

app_name = "rights"
urlpatterns = [
    path("requests/", views.request_list, name="requests"),
    path("requests/<int:pk>/", views.show_request, name="request"),
    path("requests/<int:pk>/answer/", views.answer, name="answer"),
    path("requests/<int:pk>/decide/", views.decide, name="decide"),
    path("files/<int:pk>/", views.file_panel, name="file_panel"),
    path("files/<int:pk>/receive/", views.receive, name="receive"),
    path("disposals/", views.disposal_list, name="disposals"),
    path("disposals/propose/", views.propose, name="propose"),
    path("disposals/<int:pk>/", views.show_disposal, name="disposal"),
    path("disposals/<int:pk>/destroy/", views.destroy, name="destroy"),
    path("disposals/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("impact/", views.impact_list, name="impacts"),
    path("impact/write/", views.write_impact, name="write_impact"),
    path("impact/<int:pk>/", views.show_impact, name="impact"),
]
