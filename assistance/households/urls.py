from django.urls import path

from assistance.households import views

app_name = "households"
urlpatterns = [
    path("", views.list_files, name="list"),
    path("find/", views.find, name="find"),
    path("open/", views.open_file, name="open"),
    path("<int:pk>/", views.show_file, name="file"),
    path("<int:pk>/complete/", views.complete, name="complete"),
    path("<int:pk>/steps/<str:action>/", views.take_step, name="step"),
    path("<int:pk>/decision/<str:action>/", views.decide, name="decide"),
    path("<int:pk>/notice/", views.notice, name="notice"),
    path("<int:pk>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<int:pk>/members/<int:member_pk>/reveal/", views.reveal_member, name="reveal_member"),
]
