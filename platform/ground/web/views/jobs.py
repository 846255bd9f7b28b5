"""Long work: how far it is, found again after the page was left, taken back, run again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ground.jobs import services
from ground.jobs.models import Job
from ground.web.lists import Choice, Column, Empty, ListPage
from ground.web.pages import SIGNED_IN, acting, done, page
from ground.web.templatetags.shuanglian import job_tone

JOBS = ListPage(
    title="后台任务",
    subtitle="求解、导入等费时的工作在后台进行，离开页面也不会停。",
    columns=[
        Column(
            "title",
            "名称",
            url=lambda job: reverse("web:job", args=[job.key]),
        ),
        Column("asked_at", "提交时间", kind="datetime", sort="asked_at"),
        Column("state", "状态", kind="badge", sort="state", tone=job_tone),
        Column("saying", "进度", value=lambda job: job.message or job.saying),
        Column("ended_at", "结束时间", kind="datetime", sort="ended_at"),
    ],
    search=["title"],
    filters=[Choice("state", "状态", Job.State.choices)],
    ordering=["-asked_at"],
    exports=False,
    empty=Empty("没有后台任务", "求解结对方案、导入 Excel 等费时的工作会列在这里。", "clock"),
)


@page(SIGNED_IN)
def jobs(request: HttpRequest) -> HttpResponse:
    return JOBS.respond(request, Job.objects.visible_to(acting(request)))


@page(SIGNED_IN)
def job(request: HttpRequest, key: UUID) -> HttpResponse:
    """The page of a job; `?part` is the piece that a page refreshes while the job goes on.

    Where the job has ended, a page that shows it is shown anew: its result is there by then.
    """
    one = _own(request, key)
    if "part" not in request.GET:
        return render(request, "web/job.html", {"job": one})
    answer = render(request, "web/job_part.html", {"job": one})
    if not one.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@page(SIGNED_IN)
@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _own(request, key)
    done(request, services.cancel, said="已请求取消", by=acting(request), job=one)
    return redirect("web:job", key=key)


@page(SIGNED_IN)
@require_POST
def run_again(request: HttpRequest, key: UUID) -> HttpResponse:
    one = _own(request, key)
    done(request, services.run_again, said="已重新提交", by=acting(request), job=one)
    return redirect("web:job", key=key)


def _own(request: HttpRequest, key: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(acting(request)), key=key)
