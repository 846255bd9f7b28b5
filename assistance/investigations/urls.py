from django.urls import path

from assistance.investigations import views

app_name = "investigations"
urlpatterns = [
    path("", views.list_investigations, name="list"),
    path("record/", views.record, name="record"),
    path("record/shell/", views.record_shell, name="record_shell"),
    path("files/<int:pk>/", views.of_file, name="of_file"),
    path("files/<int:pk>/panel/", views.panel, name="panel"),
    path("files/<int:pk>/blank/", views.blank, name="blank"),
    path("photos/<int:pk>/", views.photo, name="photo"),
    path("<int:pk>/", views.investigation_page, name="investigation"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("<int:pk>/signatures/<str:whose>/", views.signature, name="signature"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/reveal/<str:field>/", views.reveal, name="reveal"),
]
