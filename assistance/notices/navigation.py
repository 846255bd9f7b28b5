from assistance.households.models import Gate
from assistance.households.registries import approval_concern, file_panel, gate_work
from assistance.notices import queries
from assistance.notices.permissions import KEEP_NOTICES, SEE_NOTICES
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=33,
    label="公示",
    url_name="notices:list",
    icon="notice",
    permission=SEE_NOTICES,
    group="帮扶",
)

gate_work(
    Gate.Kind.NOTICE,
    url_name="notices:of_file",
    label="办理公示",
    permission=KEEP_NOTICES,
    list_url_name="notices:post",
)
approval_concern(queries.open_complaints)
file_panel("notices:panel", order=40, permission=SEE_NOTICES)

opens("notices.notice", label="公示", url_name="notices:notice", permission=SEE_NOTICES)
opens("notices.objection", label="公示异议", url_name="notices:objection", permission=SEE_NOTICES)
tell("notices.notice_posted", "张贴公示", field="notice_id", subject="notices.notice")
tell("notices.notice_moved", "公示顺延", field="notice_id", subject="notices.notice")
tell("notices.notice_ended", "公示结束", field="notice_id", subject="notices.notice")
tell("notices.objection_raised", "提出异议", field="objection_id", subject="notices.objection")
tell("notices.objection_decided", "认定异议", field="objection_id", subject="notices.objection")

say("notices.desk_set", "登记公示监督电话")
say("notices.notice_posted", "张贴公示")
say("notices.notice_withdrawn", "撤下公示")
say("notices.notice_moved", "公示顺延")
say("notices.notice_ended", "公示结束")
say("notices.pictures_added", "登记公示照片")
say("notices.result_registered", "登记公示结果")
say("notices.objection_raised", "登记公示异议")
say("notices.objection_investigated", "登记异议调查")
say("notices.objection_decided", "认定公示异议")
say("notices.objection_lapsed", "公示异议随档案了结")
say("notices.objector_revealed", "查看异议反映人")

say_subject("notices.notice", "公示")
say_subject("notices.noticedesk", "公示监督电话")
say_subject("notices.objection", "公示异议")
say_detail("families", "户数")
say_detail("last_day", "截止日")
say_detail("is_late", "期满后反映")
say_detail("decision", "认定")
say_detail("sealed_on", "盖章日期")
