from django.urls import path

from assistance.pairing.views import groups, meetings, tasks

app_name = "pairing"
urlpatterns = [
    path("", groups.group_list, name="list"),
    path("propose/", groups.propose, name="propose"),
    path("names/", groups.names, name="names"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/<int:pk>/", tasks.task_page, name="task"),
    path("tasks/<int:pk>/accept/", tasks.accept, name="accept_task"),
    path("tasks/<int:pk>/complete/", tasks.complete, name="complete_task"),
    path("tasks/<int:pk>/verify/", tasks.verify, name="verify_task"),
    path("<int:pk>/", groups.group_page, name="group"),
    path("<int:pk>/approve/", groups.approve, name="approve"),
    path("<int:pk>/withdraw/", groups.withdraw, name="withdraw"),
    path("<int:pk>/end/", groups.end, name="end"),
    path("<int:pk>/meetings/record/", meetings.record_meeting, name="record_meeting"),
    path("<int:pk>/tasks/assign/", tasks.assign, name="assign_task"),
]
