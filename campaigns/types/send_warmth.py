"""送温暖: visits and money for families in hardship around New Year (domain.md, 1.5)."""

from campaigns.kinds import CampaignKind, campaign_kind

SEND_WARMTH = campaign_kind(
    CampaignKind(
        code="send_warmth",
        label="送温暖",
        slogan="进万家门、知万家情、解万家难、暖万家心",
        aid_type="condolence",
        season="元旦、春节期间",
        limit_rule="campaigns.send_warmth_per_family",
        needs_file=True,
        checklist=("打一次电话", "发一条信息", "寄一封慰问信", "问一次需求", "办一件实事"),
    )
)
