"""The trail in words: what an entry of the audit says to a person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Model, Q, QuerySet

from ground.accounts.models import Organisation, User
from ground.audit.models import Entry
from ground.audit.queries import trail_of
from ground.web.permissions import SEE_TRAIL

# The words of the ground's own actions. An app adds its own: `say("visits.recorded", "登记走访")`.
_words: dict[str, str] = {
    "organisation.added": "新增组织",
    "organisation.renamed": "组织更名",
    "organisation.deactivated": "停用组织",
    "user.added": "新增人员",
    "user.role_granted": "授予角色",
    "user.role_withdrawn": "收回角色",
    "user.closed": "停用账号",
    "user.reopened": "启用账号",
    "user.password_given": "重设密码",
    "user.moved": "调整单位职务",
    "user.role_revoked": "收回角色",
    "jobs.job_asked": "提交后台任务",
    "jobs.job_cancelled": "取消后台任务",
    "jobs.job_run_again": "重新执行后台任务",
    "user.signed_in": "登录",
    "user.signed_out": "退出登录",
    "user.password_changed": "修改本人密码",
    "api_key.issued": "签发接口密钥",
    "api_key.revoked": "吊销接口密钥",
    "privacy.released": "导出文件",
    "privacy.release_refused": "拦下导出",
    "local_rule.set": "设置地方规则",
    "calendar_day.set": "设置工作日历",
    "delivery.tried_again": "重试投递",
    "delivery.settled": "确认投递已完成",
    "delivery.skipped": "跳过停止的投递",
    "reveal": "查看敏感信息",
    "files.file_kept": "上传附件",
    "files.file_discarded": "删除未使用的附件",
}
_reveals = {"reveal"}
_kept: list[Callable[[User], Q]] = []
# What a line is about, and the names of its details. Apps add theirs: `say_subject`, `say_detail`.
_subjects: dict[str, str] = {
    "accounts.organisation": "组织",
    "accounts.user": "人员",
    "accounts.apikey": "接口密钥",
    "places.localrule": "地方规则",
    "places.calendarday": "工作日历",
    "events.delivery": "投递",
    "files.storedfile": "附件",
    "privacy.release": "导出",
}
_details: dict[str, str] = {
    "reason": "理由",
    "rows": "条数",
    "title": "内容",
    "personal": "含个人信息",
    "role": "角色",
    "organisation": "组织",
    "kind": "类别",
    "permissions": "权限",
    "code": "规则",
    "value": "值",
    "valid_from": "自",
    "is_workday": "上班",
    "field": "字段",
    "amount": "金额",
    "before": "原",
    "now": "现",
    "on": "日期",
    "size": "字节数",
    "media_type": "类型",
}
CHANNELS = {"page": "页面", "api": "接口", "event": "自动", "system": "系统"}


@dataclass(frozen=True)
class Said:
    """One line of the trail as it is read."""

    who: str
    when: datetime
    what: str
    subject: str
    channel: str


def say(action: str, words: str, *, reveals: bool = False) -> None:
    """Give an action its words. Called from an app's `navigation.py` or `workbench.py`.

    `reveals`: somebody was shown a person's data; its details are `field` and `reason`.
    """
    _words[action] = words
    if reveals:
        _reveals.add(action)


def say_subject(model: str, words: str) -> None:
    """Name what a line is about: `say_subject("visits.visit", "走访")`."""
    _subjects[model] = words


def say_detail(key: str, words: str) -> None:
    """Name a detail of lines: `say_detail("fund", "资金来源")`."""
    _details[key] = words


def keep_from(which: Callable[[User], Q]) -> None:
    """Let lines be kept from people who must not know of their subject, whatever else they may read.

    `which` says for a person which entries; called from an app's `navigation.py`.
    """
    _kept.append(which)


def visible_entries(user: User) -> QuerySet[Entry]:
    """Lines of people in this person's scope; what nobody did, to whoever looks after a whole tree."""
    people = User.objects.visible_to(user, SEE_TRAIL.code).order_by().values("pk")
    seen = Q(actor_id__in=people)
    if any(len(path) == Organisation.steplen for path in user.scope(SEE_TRAIL.code)):
        seen |= Q(actor_id__isnull=True)
    return _without_kept(Entry.objects.filter(seen), user)


def _without_kept(entries: QuerySet[Entry], user: User) -> QuerySet[Entry]:
    for which in _kept:
        entries = entries.exclude(which(user))
    return entries


def visible_reveals(user: User, permission: str) -> QuerySet[Entry]:
    """Who was shown whose data and why: lines of people in the scope of a permission."""
    people = User.objects.visible_to(user, permission).order_by().values("pk")
    return _without_kept(Entry.objects.filter(action__in=_reveals, actor_id__in=people), user)


def reveals_of(subject: Model) -> QuerySet[Entry]:
    """Who was shown data of this object, newest first: for the print that a family may ask for."""
    return trail_of(subject).filter(action__in=_reveals)


def subject_words(subject: str) -> str:
    """`visits.visit:7` as people read it: `走访 7`."""
    model, _, key = subject.partition(":")
    return f"{_subjects.get(model, model)} {key}".strip()


def detail_words(entry: Entry) -> str:
    """The details of a line in one sentence: `理由：…；条数：12`."""
    return "；".join(
        f"{_details.get(key, key)}：{_read(value)}" for key, value in entry.details.items()
    )


def _read(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_read(one) for one in value)
    return str(value)


def words_of(action: str) -> str:
    return _words.get(action, action)


def known_actions() -> list[tuple[str, str]]:
    return sorted(_words.items(), key=lambda pair: pair[1])


def said(entry: Entry) -> Said:
    return Said(
        who=entry.actor or "系统",
        when=entry.occurred_at,
        what=words_of(entry.action),
        subject=subject_words(entry.subject),
        channel=CHANNELS.get(entry.channel, entry.channel),
    )


def moments_of(row: Model, *, most: int = 30) -> list[Said]:
    """What was done to an object, newest first, by people's names: two queries."""
    entries = list(trail_of(row)[:most])
    names = dict(
        User.objects.filter(pk__in={one.actor_id for one in entries if one.actor_id}).values_list(
            "pk", "full_name"
        )
    )
    lines = [(entry.actor_id, said(entry)) for entry in entries]
    return [replace(line, who=names.get(actor or 0, line.who)) for actor, line in lines]
