from django.db.models import Q

from assistance.complaints.models import Complaint
from assistance.complaints.permissions import SEE_COMPLAINTS
from ground.accounts.models import User
from ground.web.local_rules import name_rule
from ground.web.shell import navigation, public_entry
from ground.web.subjects import opens, tell
from ground.web.trail import keep_from, say, say_detail, say_subject

navigation(
    order=34,
    label="投诉举报",
    url_name="complaints:list",
    icon="message",
    permission=SEE_COMPLAINTS,
    group="办理",
)
public_entry("投诉举报", "complaints:tell")
public_entry("查询投诉举报", "complaints:look")

opens(
    "complaints.complaint",
    label="投诉举报",
    url_name="complaints:complaint",
    permission=SEE_COMPLAINTS,
)
for name, words in (
    ("complaint_received", "收到投诉举报"),
    ("complaint_decided", "受理或不予受理投诉举报"),
    ("inquiry_begun", "交办投诉举报"),
    ("complaint_closed", "办结投诉举报"),
    ("review_asked", "申请复查"),
    ("complaint_overdue", "投诉举报超期"),
):
    tell(f"complaints.{name}", words, field="complaint_id", subject="complaints.complaint")

say("complaints.received", "登记投诉举报")
say("complaints.opened", "查看投诉举报内容")
say("complaints.papers_added", "登记投诉举报材料")
say("complaints.paper_opened", "打开投诉举报材料")
say("complaints.complainant_revealed", "查看反映人", reveals=True)
say("complaints.sorted", "判明被反映的单位和人")
say("complaints.accepted", "受理投诉举报")
say("complaints.refused", "不予受理投诉举报")
say("complaints.assigned", "交办投诉举报")
say("complaints.answered", "提交办理结果")
say("complaints.sent_back", "退回承办人")
say("complaints.closed", "办结投诉举报")
say("complaints.review_asked", "申请复查")
say("complaints.overdue", "投诉举报超期")
say_subject("complaints.complaint", "投诉举报")
say_detail("papers", "材料件数")
say_detail("finding", "结论")

name_rule("complaints.route_days", "投诉举报受理交办期限", "日")
name_rule("complaints.settle_days", "投诉举报办结期限", "日")
name_rule("complaints.review_days", "申请复查的期限", "日")
name_rule("complaints.review_settle_days", "复查办结期限", "日")
name_rule("complaints.warn_days", "投诉举报期限前提醒", "日")


def _of_complaints_kept_from(user: User) -> Q:
    keys = Complaint.objects.kept_from(user).values_list("pk", flat=True)
    return Q(subject__in=[f"complaints.complaint:{key}" for key in keys])


keep_from(_of_complaints_kept_from)
