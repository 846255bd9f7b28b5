from django.urls import path

from assistance.funds import views

app_name = "funds"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("new/", views.open_source, name="open_source"),
    path("trial-balance/", views.trial_balance, name="trial_balance"),
    path("entries/<int:pk>/", views.entry, name="entry"),
    path("<int:pk>/", views.source, name="source"),
    path("<int:pk>/receive/", views.receive, name="receive"),
]
