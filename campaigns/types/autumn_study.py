"""金秋助学: grants for children of families in hardship before term begins (domain.md, 1.5)."""

from campaigns.kinds import CampaignKind, campaign_kind

AUTUMN_STUDY = campaign_kind(
    CampaignKind(
        code="autumn_study",
        label="金秋助学",
        slogan="不让一个困难职工子女因贫失学",
        aid_type="education",
        season="7月至9月，开学前发放到位",
        limit_rule="campaigns.autumn_study_per_family",
        needs_file=True,
        checklist=(
            "核对录取通知书或学籍证明",
            "核对家长的困难职工档案",
            "核对是否已获其他助学",
            "助学名单张榜公示",
            "开学前发放到位",
        ),
    )
)
