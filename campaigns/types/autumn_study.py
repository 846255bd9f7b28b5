"""金秋助学: grants for children of families in hardship before term begins (domain.md, 1.5, 5.8, A11–A16)."""

from campaigns.kinds import (
    CampaignKind,
    Day,
    Duty,
    Exclusion,
    KindRule,
    KindStandard,
    KindWindows,
    Material,
    PersonClass,
    Question,
    Term,
    campaign_kind,
)

STAGES = (
    Term("primary", "小学及以下"),
    Term("junior", "初中"),
    Term("senior", "高中（中职）"),
    Term("higher", "大学（高职）及以上"),
)

AUTUMN_STUDY = campaign_kind(
    CampaignKind(
        code="autumn_study",
        label="金秋助学",
        slogan="不让一个困难职工子女因贫失学",
        aid_type="education",
        season="7月至9月，开学前发放到位",
        windows=KindWindows(
            starts_on=Day("autumn_term", -62),
            ends_on=Day("autumn_term", 29),
            apply_from=Day("autumn_term", -48),
            apply_to=Day("autumn_term", -10),
            settle_by=Day("autumn_term", -1, is_workday=True),
        ),
        classes=(
            PersonClass("filed", "在档困难职工子女", filed=True),
            PersonClass("off_file", "未建档困难职工、农民工子女", filed=False),
        ),
        stages=STAGES,
        enrols="member",
        once_a_year=True,
        questions=(
            Question("school", "学校", is_needed=True),
            Question(
                "enrolment",
                "新生或在读",
                "choice",
                (Term("new", "新生"), Term("in_school", "在读")),
                is_needed=True,
            ),
            Question(
                "schooling",
                "就读方式",
                "choice",
                (
                    Term("ordinary", "普通就读"),
                    Term("military", "军校"),
                    Term("teacher", "免费师范"),
                    Term("directed", "定向委培"),
                    Term("joint", "中外合作办学"),
                    Term("private", "民办高收费"),
                    Term("abroad", "自费留学"),
                ),
                is_needed=True,
            ),
            Question("tuition", "学费（元/年）", "money"),
            Question("other_aid", "本年已获其他助学", "yes_no"),
            Question("other_aid_amount", "其他助学金额（元）", "money"),
        ),
        standards=tuple(
            KindStandard(who, stage.code, f"campaigns.study_{stage.code}_{who}")
            for who in ("filed", "off_file")
            for stage in STAGES
        ),
        exclusions=tuple(
            Exclusion("schooling", code, f"就读{label}，不属于资助范围")
            for code, label in (
                ("military", "军校"),
                ("teacher", "免费师范专业"),
                ("directed", "定向委培专业"),
                ("joint", "中外合作办学专业"),
                ("private", "民办高收费学校"),
                ("abroad", "自费留学"),
            )
        ),
        rules=(
            KindRule("file_active"),
            KindRule("member_present"),
            KindRule("has_amount"),
            KindRule("within_standard"),
            KindRule("excluded"),
            KindRule("answers"),
            KindRule("papers"),
            KindRule("other_aid"),
            KindRule("once_a_year"),
            KindRule("per_time", "campaigns.autumn_study_per_family"),
        ),
        materials=(
            Material("application", "助学申请表"),
            Material("admission", "录取通知书或学籍证明"),
            Material("identity", "身份证和户口簿"),
            Material("hardship", "家庭困难证明", is_needed=False),
            Material("contract", "农民工劳动合同（满一年）", is_needed=False),
        ),
        checklist=(
            Duty("admission", "核对录取通知书或学籍证明"),
            Duty("file", "核对家长的困难职工档案"),
            Duty("other_aid", "核对是否已获其他助学"),
            Duty("school", "回访是否入学"),
        ),
        stages_of_education={
            "kindergarten": "primary",
            "primary": "primary",
            "special": "primary",
            "junior": "junior",
            "senior": "senior",
            "vocational": "senior",
            "college": "higher",
            "bachelor": "higher",
            "graduate": "higher",
        },
        notice_rule="campaigns.autumn_study_notice_days",
        notice="现将拟资助学生名单公示如下，如有异议请在公示期内反映。",
        report="金秋助学汇总表",
        reason="金秋助学金",
    )
)
