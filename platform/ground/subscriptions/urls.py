from django.urls import path

from ground.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("", views.subscriptions, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.subscription, name="subscription"),
    path("<int:pk>/pause/", views.pause, name="pause"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/test/", views.test, name="test"),
    path("<int:pk>/secret/", views.secret, name="secret"),
    path("<int:pk>/replay/", views.replay, name="replay"),
    path("<int:pk>/messages/<int:message_id>/", views.message, name="message"),
    path("<int:pk>/messages/<int:message_id>/again/", views.again, name="again"),
]
