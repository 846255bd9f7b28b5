"""The kinds of campaign: one file each in `campaigns/types/`, found at start-up, no migration."""

import importlib
import pkgutil
from dataclasses import dataclass

from ground.kernel.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class CampaignKind:
    """What makes a kind of campaign: its names, its limit as a dated local rule, its checklist.

    `limit_rule` names the LocalRule row that caps what one family gets at a time; empty: no cap.
    """

    code: str
    label: str
    slogan: str
    aid_type: str
    season: str
    limit_rule: str
    needs_file: bool
    checklist: tuple[str, ...]


_kinds: dict[str, CampaignKind] = {}


def campaign_kind(kind: CampaignKind) -> CampaignKind:
    """Register a kind. Called once in each file of `campaigns/types/`."""
    if kind.code in _kinds:
        raise ValueError(f"campaign kind {kind.code!r} is declared twice")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> CampaignKind:
    try:
        return _kinds[code]
    except KeyError:
        raise RuleBroken(
            "campaign_kind_unknown", f"没有名为“{code[:30]}”的活动类型", fields={"kind": "未知类型"}
        ) from None


def all_kinds() -> list[CampaignKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def choices() -> list[tuple[str, str]]:
    return sorted((kind.code, kind.label) for kind in _kinds.values())


def discover() -> None:
    package = importlib.import_module("campaigns.types")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"campaigns.types.{module.name}")
