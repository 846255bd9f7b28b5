from django.urls import path

from assistance.banks.views import answers, files, templates

app_name = "banks"
urlpatterns = [
    path("", files.list_files, name="files"),
    path("new/", files.choose, name="choose"),
    path("batches/<int:pk>/make/", files.make, name="make"),
    path("batches/<int:pk>/follow-up/", answers.follow_up, name="follow_up"),
    path("files/<int:pk>/", files.file_page, name="file"),
    path("files/<int:pk>/download/", files.download, name="download"),
    path("files/<int:pk>/send/", files.send, name="send"),
    path("files/<int:pk>/withdraw/", files.withdraw, name="withdraw"),
    path("files/<int:pk>/inquire/", files.inquire, name="inquire"),
    path("files/<int:pk>/answer/", files.take, name="take"),
    path("answers/", answers.list_answers, name="answers"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
    path("bounced/", answers.bounced, name="bounced"),
    path("compare/", answers.compare, name="compare"),
    path("templates/", templates.list_templates, name="templates"),
    path("templates/new/", templates.new, name="new_template"),
    path("templates/<int:pk>/", templates.template, name="template"),
    path("templates/<int:pk>/change/", templates.change, name="change_template"),
    path("templates/<int:pk>/retire/", templates.retire, name="retire_template"),
]
