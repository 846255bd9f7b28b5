"""What an installation needs first: as long as its administrator is alone, the workbench says so."""

from django.urls import reverse

from ground.accounts.models import User
from ground.accounts.permissions import KEEP_USERS
from ground.web.workbench import Waiting, waiting

GROUP = "从这里开始"


@waiting(order=1, permission=KEEP_USERS)
def first_steps(_: User) -> list[Waiting]:
    if User.objects.order_by()[:2].count() > 1:
        return []
    return [
        Waiting(
            "登记下级单位、工会、企业和社区",
            reverse("web:organisations"),
            "结对、走访和档案都要用到，可以陆续补充",
            group=GROUP,
        ),
        Waiting(
            "新增人员并授予角色",
            reverse("web:people"),
            "制单、审核、审批要由不同的人办理",
            group=GROUP,
        ),
    ]
