from django.urls import path

from assistance.funds.views import (
    books,
    carrying,
    distribution,
    limits,
    passing,
    spending,
    trial,
    verification,
)

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
    path("allocations/", passing.allocations, name="allocations"),
    path("allocations/<int:pk>/", passing.allocation, name="allocation"),
    path("allocations/<int:pk>/confirm/", passing.confirm, name="confirm"),
    path("allocations/<int:pk>/refuse/", passing.refuse, name="refuse"),
    path("returns/", passing.returns, name="returns"),
    path("returns/<int:pk>/", passing.returned, name="return"),
    path("returns/<int:pk>/confirm/", passing.confirm_return, name="confirm_return"),
    path("returns/<int:pk>/refuse/", passing.refuse_return, name="refuse_return"),
    path("carry-over/", carrying.carry, name="carry"),
    path("carry-over/<int:pk>/", carrying.carried, name="carried"),
    path("distribution/", distribution.distribution, name="distribution"),
    path("limits/", limits.of_kinds, name="kind_limits"),
    path("papers/<int:pk>/", limits.paper, name="paper"),
    path("<int:pk>/", books.source, name="source"),
    path("<int:pk>/allocate/", passing.allocate, name="allocate"),
    path("<int:pk>/return/", passing.send_back, name="send_back"),
    path("<int:pk>/limits/", limits.of_source, name="limits"),
    path("<int:pk>/papers/add/", limits.add_papers, name="add_papers"),
    path("<int:pk>/receive/", books.receive, name="receive"),
]
