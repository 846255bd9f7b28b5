from django.urls import path

from assistance.funds.views import books

app_name = "funds"
urlpatterns = [
    path("", books.sources, name="sources"),
    path("new/", books.open_source, name="open_source"),
    path("trial-balance/", books.trial_balance, name="trial_balance"),
    path("entries/<int:pk>/", books.entry, name="entry"),
    path("<int:pk>/", books.source, name="source"),
    path("<int:pk>/receive/", books.receive, name="receive"),
]
