from django.urls import path

from ground.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.intake_list, name="list"),
    path("new/", views.choose, name="choose"),
    path("new/<str:code>/", views.send, name="send"),
    path("new/<str:code>/template/", views.template, name="template"),
    path("<int:pk>/", views.intake, name="intake"),
    path("<int:pk>/layout/", views.layout, name="layout"),
    path("<int:pk>/rehearse/", views.rehearse, name="rehearse"),
    path("<int:pk>/commit/", views.commit, name="commit"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/marked/", views.marked, name="marked"),
]
