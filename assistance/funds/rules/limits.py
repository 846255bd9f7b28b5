"""What a fund source may pay: which families by the tier of their file, and which items of aid."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ground.kernel.errors import RuleBroken

WISH_LENGTH = 300
DONOR_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit as it stands on a day. `of` is what it limits, in words; nothing named: everything.

    `tiers` and `aid_types` are what is allowed: labels by key.
    """

    of: str
    tiers: Mapping[str, str]
    aid_types: Mapping[str, str]
    since: date
    reason: str

    @property
    def in_words(self) -> str:
        said = []
        if self.tiers:
            said.append(f"{'、'.join(self.tiers.values())}档案的家庭")
        if self.aid_types:
            said.append("、".join(self.aid_types.values()))
        return f"只能用于{'的'.join(said)}" if said else "不限建档标准和救助类别"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """All limits of a source on a day: those of its kind, its own, and those of who gave it the money.

    Each of them can only narrow. The same for one payment and for a hundred thousand.
    """

    limits: tuple[Limit, ...]

    def refusal(self, *, tier: str, tier_label: str, aid_type: str, aid_type_label: str) -> str:
        """Why the source may not pay this, as a sentence; empty where it may.

        `tier` is that of the family's file; empty for who has none.
        """
        for limit in self.limits:
            if limit.tiers and tier not in limit.tiers:
                family = f"{tier_label}档案的家庭" if tier else "没有建档的家庭"
                return f"{limit.of}不得用于{family}：{_ground(limit)}"
            if limit.aid_types and aid_type not in limit.aid_types:
                return f"{limit.of}不得用于{aid_type_label}：{_ground(limit)}"
        return ""


def check_choices(chosen: Collection[str], known: Collection[str], *, field: str) -> list[str]:
    """What was chosen, in the order of what there is. Nothing chosen: everything."""
    if set(chosen) - set(known):
        raise RuleBroken("limit_unknown", "请从列表中选择", fields={field: "有的选项不存在"})
    return [one for one in known if one in set(chosen)]


def check_since(since: date, *, today: date) -> None:
    """What held on a past day stays as it was."""
    if since < today:
        raise RuleBroken(
            "limit_in_past",
            "使用范围只能从今天或以后的日期起改变，以前的日期不变",
            fields={"valid_from": "不能早于今天"},
        )


def check_donor(*, is_donation: bool, donor: str, wish: str) -> None:
    if not is_donation and (donor or wish):
        raise RuleBroken(
            "donor_without_donation",
            "只有“社会捐助”的资金才登记捐赠人和捐赠意愿，请改选资金来源或清空这两项",
            fields={"donor" if donor else "wish": "只用于社会捐助"},
        )


def _ground(limit: Limit) -> str:
    return f"{limit.in_words}（{limit.since.isoformat()}起，{limit.reason}）"
