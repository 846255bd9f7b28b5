"""One's own account: roles held, password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from ground.accounts.roles import Role
from ground.web.forms import ChangePasswordForm
from ground.web.pages import SIGNED_IN, acting, page, posted, refused
from ground.web.services import change_own_password

EXPLAINED = {
    Role.LIAISON: "登记走访和联系会议、办理任务、报送稿件",
    Role.UNION_STAFF: "建立困难职工档案、办理申请和发放",
    Role.APPROVER: "审核、审批；不能审批本人经办的事项",
    Role.FINANCE: "资金到账、支付、对账",
    Role.OFFICE: "结对方案、任务督办、活动发布、简报",
    Role.LEADER: "查看全局、批准结对方案、签发简报",
    Role.AUDITOR: "查看一切记录，不能改动",
    Role.KEEPER: "保管爱心超市的物资：收、发、盘点、处置",
    Role.TILL: "在爱心超市柜台按爱心卡发放物资",
    Role.ADMINISTRATOR: "维护组织、人员、规则、接口",
}


@page(SIGNED_IN)
@sensitive_post_parameters()
def account(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = ChangePasswordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        present, new = form.cleaned_data["present"], form.cleaned_data["new"]
        if not refused(form, change_own_password, by=user, present=present, new=new):
            update_session_auth_hash(request, user)
            messages.success(request, "密码已修改，其他设备上的登录已失效")
            return redirect("web:account")
    held = user.memberships.select_related("organisation").order_by("organisation__path", "role")
    roles = [(one.get_role_display(), one.organisation, EXPLAINED[Role(one.role)]) for one in held]
    return render(request, "web/account.html", {"form": form, "roles": roles})
