from django.urls import path

from assistance.complaints.views import acting_on, lists, page, public

app_name = "complaints"
urlpatterns = [
    path("", lists.complaint_list, name="list"),
    path("figures/", lists.figures, name="figures"),
    path("take/", lists.take, name="take"),
    path("names/", lists.names, name="names"),
    path("<int:pk>/", page.complaint_page, name="complaint"),
    path("<int:pk>/sort/", acting_on.sort, name="sort"),
    path("<int:pk>/accept/", acting_on.accept, name="accept"),
    path("<int:pk>/refuse/", acting_on.refuse, name="refuse"),
    path("<int:pk>/assign/", acting_on.assign, name="assign"),
    path("<int:pk>/answer/", acting_on.answer, name="answer"),
    path("<int:pk>/send-back/", acting_on.send_back, name="send_back"),
    path("<int:pk>/close/", acting_on.close, name="close"),
    path("<int:pk>/review/", acting_on.review, name="review"),
    path("<int:pk>/papers/", acting_on.add_papers, name="add_papers"),
    path("<int:pk>/reveal/<str:objector>/", acting_on.reveal, name="reveal"),
    path("papers/<int:pk>/", page.paper, name="paper"),
    path("tell/", public.tell, name="tell"),
    path("tell/<str:about_kind>/<str:token>/", public.tell_about, name="tell_about"),
    path("look/", public.look, name="look"),
    path("look/review/", public.ask_review, name="ask_review"),
]
