"""The watch over the whole suite can fail: each way out is tried once."""

import logging

import pytest
from django.core.mail import send_mail
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from stdnum.cn import ric

from ground.accounts.models import Organisation
from ground.audit.services import record
from ground.events.models import RecordedEvent
from ground.jobs.models import Job
from ground.kernel import clock
from ground.sheets.writing import EXCEL_TYPE, SheetColumn, workbook
from ground.web.pages import ANYONE, page
from tests.watching import Watch

FIRST = "43070119700101009"
NUMBER = FIRST + ric.calc_check_digit(FIRST + "0")


@page(ANYONE)
def plain(_request):
    return HttpResponse(f"<p>{NUMBER}</p>")


@page(ANYONE, shows_personal=True)
def declared(_request):
    return HttpResponse(NUMBER)


@page(ANYONE)
def form(request):
    return HttpResponse(f"<input value='{request.POST['id_no']}'>")


@page(ANYONE)
def answer(request):
    return HttpResponse(request.POST["id_no"], content_type="application/json")


@page(ANYONE)
def sheet(_request):
    with workbook("档案", [SheetColumn("甲")], [[NUMBER]], personal=True) as file:
        return HttpResponse(file.read(), content_type=EXCEL_TYPE)


@page(ANYONE)
def moved(_request):
    return HttpResponse(status=302, headers={"Location": f"/{NUMBER}/"})


urlpatterns = [
    path(f"{view.__name__}/", view) for view in (plain, declared, form, answer, sheet, moved)
]
here = override_settings(ROOT_URLCONF=__name__)


@here
@pytest.mark.django_db
def test_an_answer_with_a_number_fails_the_test(watch: Watch):
    client = Client()
    client.get("/plain/")
    client.get("/sheet/")
    client.get("/moved/")
    assert watch.taken() == ["GET plain/", "GET sheet/", "headers of GET moved/"]


@here
@pytest.mark.django_db
def test_what_is_declared_and_what_was_typed_in_that_request_is_let_through(watch: Watch):
    client = Client()
    client.get("/declared/")
    client.post("/form/", {"id_no": NUMBER})
    assert watch.taken() == []
    client.post("/answer/", {"id_no": NUMBER})
    client.post("/plain/", {"id_no": NUMBER[:17]})
    assert watch.taken() == ["POST answer/", "POST plain/"]


def test_a_log_line_and_the_error_in_it_fail_the_test(watch: Watch):
    log = logging.getLogger("nobody.listens")
    log.propagate = False
    log.warning("opened %s", NUMBER)
    log.handle(log.makeRecord(log.name, 30, "x", 1, "%s %s", (NUMBER,), None))
    log.error("broken", exc_info=ValueError(NUMBER))
    log.warning("opened 430***********0091")
    assert watch.taken() == ["log of nobody.listens"] * 3


def test_a_mail_fails_the_test(watch: Watch, mailoutbox):
    send_mail("通知", f"您的身份证号{NUMBER}", None, ["a@example.org"])
    watch.see_mails()
    assert watch.taken() == ["mail"]
    mailoutbox.clear()


def test_whatever_lies_unsealed_in_the_database_fails_the_test(
    watch: Watch, root: Organisation, person
):
    user = person("office")
    record(user, "reveal", user, reason=NUMBER)
    RecordedEvent.objects.create(name="x.y", payload={"a": [NUMBER]}, occurred_at=clock.now())
    Job.objects.create(kind="x", title="x", organisation=root, asked_by=user, inputs={"n": NUMBER})
    Organisation.objects.filter(pk=root.pk).update(short_name=NUMBER)
    watch.see_columns()
    assert sorted(watch.taken()) == [
        "table accounts_organisation",
        "table audit_entry",
        "table events_recordedevent",
        "table jobs_job",
    ]
    # What the next tear-down would see again.
    Organisation.objects.filter(pk=root.pk).update(short_name="")
    Job.objects.update(inputs={})
    watch.see_columns = lambda: None  # type: ignore[method-assign] -- the trail cannot be taken back


def test_a_leak_ends_the_test_and_names_no_number(watch: Watch):
    watch.see("here", f"号码{NUMBER}")
    with pytest.raises(pytest.fail.Exception, match="got out: here") as ended:
        watch.end()
    assert NUMBER not in str(ended.value)
    assert watch.taken() == ["here"]
