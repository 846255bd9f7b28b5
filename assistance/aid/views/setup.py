"""Which approvals batches need, and which aid is posted before it is given out."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assistance.aid import services
from assistance.aid.forms import LevelForm, NoticeRuleForm, RuleForm
from assistance.aid.models import ApprovalLevel, NoticeRule
from assistance.aid.permissions import SET_RULES
from ground.kernel import clock
from ground.web.pages import acting, carried_out, page

FORMS: dict[str, tuple[type[RuleForm], Callable[..., object]]] = {
    "level": (LevelForm, services.set_approval_level),
    "notice": (NoticeRuleForm, services.set_notice_rule),
}


@page(SET_RULES)
def rules(request: HttpRequest) -> HttpResponse:
    """The dated rows of this person's organisations, and a form for another of each kind."""
    user = acting(request)
    asked = request.POST.get("kind", "")
    start = {"valid_from": clock.today(), "organisation": user.organisation_id}
    forms = {
        kind: form(
            request.POST if kind == asked and request.method == "POST" else None,
            user=user,
            initial=start,
        )
        for kind, (form, _) in FORMS.items()
    }
    if request.method == "POST" and asked in FORMS and forms[asked].is_valid():
        form, service = forms[asked], FORMS[asked][1]
        if carried_out(form, service, by=user, **form.cleaned_data):
            messages.success(request, "已登记，自生效日期起锁定的批次适用")
            return redirect("aid:rules")
    return render(
        request,
        "aid/rules.html",
        {
            "levels": ApprovalLevel.objects.visible_to(user, SET_RULES.code).select_related(
                "organisation", "made_by"
            ),
            "notices": NoticeRule.objects.visible_to(user, SET_RULES.code).select_related(
                "organisation", "made_by"
            ),
            "forms": forms,
        },
    )
