"""The trail in words: what an entry of the audit says to a person."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Model

from ground.accounts.models import User
from ground.audit.models import Entry
from ground.audit.queries import trail_of

# The words of the ground's own actions. An app adds its own: `say("visits.recorded", "登记走访")`.
_words: dict[str, str] = {
    "organisation.added": "新增组织",
    "user.added": "新增人员",
    "user.role_granted": "授予角色",
    "user.role_revoked": "收回角色",
    "user.signed_in": "登录",
    "user.signed_out": "退出登录",
    "user.password_changed": "修改本人密码",
    "api_key.issued": "签发接口密钥",
    "api_key.revoked": "吊销接口密钥",
    "list.exported": "导出列表",
    "local_rule.set": "设置地方规则",
    "calendar_day.set": "设置工作日历",
    "delivery.tried_again": "重试投递",
    "delivery.settled": "确认投递已完成",
    "reveal": "查看敏感信息",
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


def say(action: str, words: str) -> None:
    """Give an action its words. Called from an app's `navigation.py` or `workbench.py`."""
    _words[action] = words


def words_of(action: str) -> str:
    return _words.get(action, action)


def known_actions() -> list[tuple[str, str]]:
    return sorted(_words.items(), key=lambda pair: pair[1])


def said(entry: Entry) -> Said:
    return Said(
        who=entry.actor or "系统",
        when=entry.occurred_at,
        what=words_of(entry.action),
        subject=entry.subject,
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
