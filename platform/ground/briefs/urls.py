from django.urls import path

from ground.briefs.views import contributions, desk, reading, signing

app_name = "briefs"
urlpatterns = [
    path("", reading.issues, name="issues"),
    path("series/new/", desk.found_series, name="found_series"),
    path("issues/new/", desk.start_issue, name="start_issue"),
    path("issues/<int:pk>/", reading.issue, name="issue"),
    path("issues/<int:pk>/pages/<int:number>.png", reading.page_picture, name="page"),
    path("issues/<int:pk>/pdf/", reading.download, name="pdf"),
    path("issues/<int:pk>/desk/", desk.desk, name="desk"),
    path("issues/<int:pk>/preview/", desk.preview, name="preview"),
    path("issues/<int:pk>/figures/", desk.choose_figures, name="choose_figures"),
    path("issues/<int:pk>/submit/", desk.submit, name="submit"),
    path("issues/<int:pk>/review/", signing.review, name="review"),
    path("issues/<int:pk>/proof/", signing.review_proof, name="proof"),
    path("issues/<int:pk>/sign/", signing.sign, name="sign"),
    path("issues/<int:pk>/send-back/", signing.send_back, name="send_back"),
    path("articles/<int:pk>/", desk.edit_article, name="article"),
    path("articles/<int:pk>/preview/", desk.preview_article, name="preview_article"),
    path("articles/<int:pk>/move/", desk.move_article, name="move_article"),
    path("articles/<int:pk>/remove/", desk.remove_article, name="remove_article"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions/new/", contributions.send, name="send"),
    path("contributions/preview/", contributions.preview, name="preview_contribution"),
    path("contributions/<int:pk>/", contributions.contribution, name="contribution"),
    path("contributions/<int:pk>/adopt/", contributions.adopt, name="adopt"),
    path("contributions/<int:pk>/return/", contributions.give_back, name="return"),
    path("figures/<int:issue_id>/<str:code>/", reading.figure, name="figure"),
]
