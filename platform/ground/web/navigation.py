from ground.accounts.permissions import KEEP_API_KEYS, KEEP_USERS, SEE_ORGANISATIONS
from ground.privacy.permissions import SEE_LOG
from ground.web.pages import SIGNED_IN
from ground.web.permissions import KEEP_RULES, SEE_TRAIL, SETTLE_DELIVERIES
from ground.web.shell import navigation
from ground.web.subjects import tell

navigation(
    order=1, label="工作台", url_name="web:workbench", icon="dashboard", permission=SIGNED_IN
)

_OFFICE = "管理"
navigation(
    order=89,
    label="后台任务",
    url_name="web:jobs",
    icon="clock",
    permission=SIGNED_IN,
    group=_OFFICE,
)
navigation(
    order=90,
    label="组织",
    url_name="web:organisations",
    icon="organisation",
    permission=SEE_ORGANISATIONS,
    group=_OFFICE,
)
navigation(
    order=91,
    label="人员",
    url_name="web:people",
    icon="people",
    permission=KEEP_USERS,
    group=_OFFICE,
)
navigation(
    order=92,
    label="地方规则",
    url_name="web:rules",
    icon="rule",
    permission=KEEP_RULES,
    group=_OFFICE,
)
navigation(
    order=93,
    label="工作日历",
    url_name="web:calendar",
    icon="calendar",
    permission=KEEP_RULES,
    group=_OFFICE,
)
navigation(
    order=94,
    label="接口密钥",
    url_name="web:api_keys",
    icon="key",
    permission=KEEP_API_KEYS,
    group=_OFFICE,
)
navigation(
    order=95,
    label="停止的投递",
    url_name="web:deliveries",
    icon="alert",
    permission=SETTLE_DELIVERIES,
    group=_OFFICE,
)
navigation(
    order=96,
    label="操作记录",
    url_name="web:trail",
    icon="trail",
    permission=SEE_TRAIL,
    group=_OFFICE,
)
navigation(
    order=97,
    label="导出登记",
    url_name="web:releases",
    icon="download",
    permission=SEE_LOG,
    group=_OFFICE,
)
navigation(
    order=98,
    label="查看登记",
    url_name="web:reveals",
    icon="eye",
    permission=SEE_LOG,
    group=_OFFICE,
)

tell("places.calendar_day_set", "维护工作日历")
tell("jobs.job_asked", "提交后台任务")
tell("jobs.job_ended", "后台任务结束")
