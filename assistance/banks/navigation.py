from django.urls import reverse

from assistance.aid.models import Batch, Payment
from assistance.aid.registries import batch_actions, payment_papers
from assistance.banks import queries
from assistance.banks.models import BankAnswer, BankFile
from assistance.banks.permissions import FOLLOW_UP, SEE_BANKS, SEND_FILES
from ground.accounts.models import User
from ground.web.lists import Action
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import Link, opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=43,
    label="银行代发",
    url_name="banks:files",
    icon="bank",
    permission=SEE_BANKS,
    group="帮扶",
)
name_rule("banks.answer_workdays", "银行代发回盘期限", "个工作日")


@batch_actions
def bank_file(user: User, batch: Batch) -> list[Action]:
    """The file of a batch by bank, or its making; and what bounced."""
    if batch.way != Batch.Way.BANK or not user.may(SEE_BANKS.code):
        return []
    file = queries.live_file(batch)
    found = []
    if file is not None:
        label = f"代发文件（{file.get_state_display()}）"
        found.append(Action(label, reverse("banks:file", args=[file.pk]), "bank"))
    elif batch.state == Batch.State.APPROVED and user.may(SEND_FILES.code):
        found.append(
            Action("生成代发文件", reverse("banks:make", args=[batch.pk]), "bank", "primary")
        )
    if user.may(FOLLOW_UP.code) and queries.bounced(batch.payments.all()).exists():
        found.append(Action("退票重发", reverse("banks:follow_up", args=[batch.pk]), "undo"))
    return found


@payment_papers
def bank_papers(user: User, payment: Payment) -> list[Link]:
    """The files in which a payment went to the bank, and the bank's answers about it, also those undone."""
    if not user.may(SEE_BANKS.code):
        return []
    files = BankFile.objects.visible_to(user, SEE_BANKS.code)
    answers = BankAnswer.objects.visible_to(user, SEE_BANKS.code)
    return [
        *(
            Link(
                f"代发文件 {one.number}（{one.get_state_display()}）",
                reverse("banks:file", args=[one.pk]),
            )
            for one in files.filter(file_lines__payment=payment).order_by("pk")
        ),
        *(
            Link(
                f"{one.taken_on} 回盘{'（已撤销）' if one.undone_on else ''}",
                reverse("banks:answer", args=[one.pk]),
            )
            for one in answers.filter(answer_lines__line__payment=payment).distinct().order_by("pk")
        ),
    ]


opens("banks.bankfile", label="银行代发文件", url_name="banks:file", permission=SEE_BANKS)
opens("banks.bankanswer", label="银行回盘", url_name="banks:answer", permission=SEE_BANKS)
tell("banks.file_made", "生成银行代发文件", field="file_id", subject="banks.bankfile")
tell("banks.file_sent", "代发文件送交银行", field="file_id", subject="banks.bankfile")
tell("banks.answer_taken", "银行回盘入账", field="answer_id", subject="banks.bankanswer")
tell("banks.answer_undone", "撤销银行回盘", field="answer_id", subject="banks.bankanswer")

say("banks.template_kept", "保存银行文件模板")
say("banks.template_retired", "停用银行文件模板")
say("banks.file_made", "生成银行代发文件")
say("banks.file_sent", "代发文件送交银行")
say("banks.file_withdrawn", "作废银行代发文件")
say("banks.inquired", "向银行查询结果")
say("banks.answer_taken", "银行回盘入账")
say("banks.answer_undone", "撤销银行回盘")
say("banks.followed_up", "编制退票重发批次")
say_subject("banks.banktemplate", "银行文件模板")
say_subject("banks.bankfile", "银行代发文件")
say_subject("banks.bankanswer", "银行回盘")
say_detail("sha256", "文件校验")
say_detail("paid", "成功笔数")
say_detail("failed", "退票笔数")
say_detail("unknown", "不明笔数")
