from django.urls import path

from assistance.supermarket.views import book, cards, counter

app_name = "supermarket"
urlpatterns = [
    path("", book.book, name="book"),
    path("families/", book.families, name="families"),
    path("counter/", counter.counter, name="counter"),
    path("counter/shell/", counter.counter_shell, name="counter_shell"),
    path("issues/", counter.issues, name="issues"),
    path("issues/<int:pk>/", counter.issue, name="issue"),
    path("issues/<int:pk>/signature/", counter.signature, name="signature"),
    path("issues/<int:pk>/reverse/", counter.reverse_issue, name="reverse_issue"),
    path("differences/", counter.differences, name="differences"),
    path("differences/<int:pk>/", counter.difference, name="difference"),
    path("cards/", cards.cards, name="cards"),
    path("cards/new/", cards.issue_cards, name="issue_cards"),
    path("cards/print/", cards.print_cards, name="print_cards"),
    path("cards/<int:pk>/", cards.card, name="card"),
    path("cards/<int:pk>/print/", cards.print_card, name="print_card"),
    path("cards/<int:pk>/block/", cards.block_card, name="block_card"),
    path("cards/<int:pk>/replace/", cards.replace_card, name="replace_card"),
    path("rules/", cards.rules, name="rules"),
]
