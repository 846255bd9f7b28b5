"""What waits on the workbench: batches without a file, files unsent, late answers, bounced payments."""

from django.db.models import Min
from django.urls import reverse

from assistance.aid.models import Batch
from assistance.banks import queries
from assistance.banks.models import BankFile
from assistance.banks.permissions import FOLLOW_UP, SEND_FILES
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "帮扶资金"


@waiting(order=47, permission=SEND_FILES)
def files_to_make_and_send(user: User) -> list[Waiting]:
    batches = queries.sendable_batches(Batch.objects.visible_to(user, SEND_FILES.code)).count()
    unsent = BankFile.objects.visible_to(user, SEND_FILES.code).filter(state="made").count()
    lines = [
        ("待生成银行代发文件", reverse("banks:choose"), batches),
        ("代发文件待送交银行", f"{reverse('banks:files')}?state=made", unsent),
    ]
    return [
        Waiting(title=title, url=url, group=GROUP, count=number)
        for title, url, number in lines
        if number
    ]


@waiting(order=48, permission=SEND_FILES)
def late_answers(user: User) -> list[Waiting]:
    """The bank's usual days are over: it is asked; nothing is paid again by itself."""
    files = BankFile.objects.visible_to(user, SEND_FILES.code)
    late = queries.files_overdue(files, clock.today())
    found = late.aggregate(first=Min("due_on"))
    number = late.count()
    if not number:
        return []
    return [
        Waiting(
            title="银行逾期未回盘，请向银行查询",
            url=f"{reverse('banks:files')}?state=sent",
            since=found["first"],
            urgency=Urgency.OVERDUE,
            group=GROUP,
            count=number,
        )
    ]


@waiting(order=49, permission=FOLLOW_UP)
def bounced_payments(user: User) -> list[Waiting]:
    files = BankFile.objects.visible_to(user, FOLLOW_UP.code)
    rows = queries.bounced(queries.payments_in(files))
    number = rows.count()
    if not number:
        return []
    return [
        Waiting(
            title="银行退票，待更正账号后重发",
            url=f"{reverse('banks:bounced')}?state=returned",
            since=rows.aggregate(first=Min("settled_on"))["first"],
            urgency=Urgency.SOON,
            group=GROUP,
            count=number,
        )
    ]
