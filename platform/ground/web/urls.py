from django.urls import include, path

from ground.web.views import account, entrance, health, jobs, offline, workbench

app_name = "web"
urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("setup/", entrance.first_set_up, name="set_up"),
    path("account/", account.account, name="account"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:key>/", jobs.job, name="job"),
    path("jobs/<uuid:key>/cancel/", jobs.cancel, name="job_cancel"),
    path("jobs/<uuid:key>/run-again/", jobs.run_again, name="job_run_again"),
    path("offline/", offline.nothing, name="offline"),
    path("worker.js", offline.worker, name="worker"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", include("ground.web.admin_pages.urls")),
]
