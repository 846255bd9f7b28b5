from django.urls import path

from campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.list_campaigns, name="list"),
    path("plan/", views.plan, name="plan"),
    path("<int:pk>/", views.show_campaign, name="campaign"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/targets/", views.find_target, name="find_target"),
    path("<int:pk>/targets/<int:file_pk>/", views.add_target, name="add_target"),
]
