from django.urls import path

from assistance.problems.views import lists, office, page, papers, public

app_name = "problems"
urlpatterns = [
    path("", lists.problem_list, name="list"),
    path("board/", lists.board, name="board"),
    path("raise/", office.raise_page, name="raise"),
    path("names/", office.names, name="names"),
    path("agencies/", office.agencies, name="agencies"),
    path("<int:pk>/", page.problem_page, name="problem"),
    path("<int:pk>/register/", office.register, name="register"),
    path("<int:pk>/refuse/", office.refuse, name="refuse"),
    path("<int:pk>/dispatch/", office.dispatch, name="dispatch"),
    path("<int:pk>/take-back/", office.take_back, name="take_back"),
    path("<int:pk>/send-link/", office.send_link, name="send_link"),
    path("<int:pk>/revoke-link/", office.revoke_link, name="revoke_link"),
    path("<int:pk>/phone/", office.record_confirmation, name="record_confirmation"),
    path("<int:pk>/close/", office.close, name="close"),
    path("<int:pk>/contact/", office.reveal, name="reveal"),
    path("<int:pk>/photos/<int:photo_pk>/", page.photo, name="photo"),
    path("<int:pk>/photos/<int:photo_pk>/small/", page.photo_thumbnail, name="photo_thumbnail"),
    path("<int:pk>/dispatch-paper/", papers.dispatch_paper, name="dispatch_paper"),
    path("<int:pk>/asking-paper/", papers.asking_paper, name="asking_paper"),
    path("<int:pk>/closing-paper/", papers.closing_paper, name="closing_paper"),
    path("card/<str:token>/", public.card, name="card"),
    path("follow/<str:token>/", public.follow, name="follow"),
    path("confirm/<str:token>/", public.confirm, name="confirm"),
]
