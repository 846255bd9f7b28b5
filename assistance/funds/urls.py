from django.urls import path

from assistance.funds.views import books, spending, trial, verification

app_name = "funds"
urlpatterns = [
    path("", books.sources, name="sources"),
    path("new/", books.open_source, name="open_source"),
    path("trial-balance/", trial.trial_balance, name="trial_balance"),
    path("spending/", spending.spending, name="spending"),
    path("books/", verification.books, name="books"),
    path("books/<int:book_pk>/", verification.book, name="book"),
    path("books/<int:book_pk>/verify/", verification.verify, name="verify_book"),
    path("books/<int:book_pk>/export/", verification.export_book, name="export_book"),
    path("entries/<int:pk>/", books.entry, name="entry"),
    path("<int:pk>/", books.source, name="source"),
    path("<int:pk>/receive/", books.receive, name="receive"),
]
