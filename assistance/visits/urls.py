from django.urls import path

from assistance.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.visit_list, name="list"),
    path("record/", views.record, name="record"),
    path("names/", views.names, name="names"),
    path("of-group/<int:pk>/", views.of_group, name="of_group"),
    path("<int:pk>/", views.visit_page, name="visit"),
]
