"""送温暖: visits and money for families in hardship around New Year (domain.md, 1.5, 5.7, A8, A9)."""

from campaigns.kinds import (
    CampaignKind,
    Day,
    Duty,
    KindRule,
    KindWindows,
    PersonClass,
    Question,
    campaign_kind,
)

SEND_WARMTH = campaign_kind(
    CampaignKind(
        code="send_warmth",
        label="送温暖",
        slogan="进万家门、知万家情、解万家难、暖万家心",
        aid_type="condolence",
        season="元旦、春节期间，春节前最后一个工作日前发放到位",
        windows=KindWindows(
            starts_on=Day("new_year", -17),
            ends_on=Day("spring_festival", -1),
            apply_from=Day("new_year", -17),
            apply_to=Day("spring_festival", -14),
            settle_by=Day("spring_festival", -1, is_workday=True),
        ),
        classes=(
            PersonClass("filed", "在档困难职工", filed=True),
            PersonClass("off_file", "未建档困难职工", filed=False),
            PersonClass("migrant", "困难农民工"),
            PersonClass("model_worker", "困难劳模"),
            PersonClass("front_line", "一线职工"),
        ),
        questions=(Question("need", "家庭需求"),),
        rules=(
            KindRule("file_active"),
            KindRule("has_amount"),
            KindRule("per_time", "campaigns.send_warmth_per_family"),
            KindRule("per_year", "campaigns.send_warmth_per_year"),
        ),
        checklist=(
            Duty("call", "打一次电话"),
            Duty("message", "发一条信息"),
            Duty("letter", "寄一封慰问信"),
            Duty("asking", "问一次需求"),
            Duty("solving", "办一件实事", says_what=True),
        ),
        notice_rule="campaigns.send_warmth_notice_days",
        notice="现将拟慰问对象名单公示如下，如有异议请在公示期内反映。",
        report="送温暖活动统计表",
        reason="送温暖慰问金",
    )
)
