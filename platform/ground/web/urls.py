from django.urls import include, path

from ground.web.views import account, entrance, health, workbench

app_name = "web"
urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("setup/", entrance.first_set_up, name="set_up"),
    path("account/", account.account, name="account"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", include("ground.web.admin_pages.urls")),
]
