from django.urls import path

from ground.briefs import views

app_name = "briefs"
urlpatterns = [
    path("figures/<int:issue_id>/<str:code>/", views.show_figure, name="figure"),
]
