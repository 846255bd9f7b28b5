from django.urls import path

from assistance.ledgers.views import books, national, papers

app_name = "ledgers"
urlpatterns = [
    path("", books.index, name="index"),
    path("make/", books.make, name="make"),
    path("outputs/", books.outputs, name="outputs"),
    path("outputs/<int:pk>/", books.output, name="output"),
    path("outputs/<int:pk>/fetch/", books.fetch, name="fetch"),
    path("national/", national.national, name="national"),
    path("national/hand-over/", national.hand_over, name="hand_over"),
    path("national/waiting/", national.waiting, name="waiting"),
    path("national/<int:pk>/", national.lines, name="lines"),
    path("national/<int:pk>/enter/", national.enter, name="enter"),
    path("files/<int:pk>/", papers.papers, name="papers"),
    path("files/<int:pk>/panel/", papers.panel, name="panel"),
    path("files/<int:pk>/form.pdf", papers.form_pdf, name="form_pdf"),
    path("files/<int:pk>/form.docx", papers.form_docx, name="form_docx"),
    path("files/<int:pk>/own-copy/", papers.own_copy, name="own_copy"),
]
