"""The story of the Changde brief, 2008年第二期: from the first visit of winter to the printed page.

Every sentence is done through the services that the pages and the API use, by the person who would do
it. Dates and facts are those of the brief; how the 2,000 yuan of May were shared among three
enterprises is not told there, and is made up.
"""

from datetime import date
from functools import partial

from runtime.story import (
    afterwards,
    answering,
    assessing,
    bulletin,
    founding,
    linking,
    openly,
    planning,
    spring,
    winter,
)
from runtime.story.filing import pay_out, walk
from runtime.story.scene import HAILI
from runtime.story.telling import Step


def steps() -> list[Step]:
    """The story in order. Each step finds what it needs by name, so that it can go on after a break."""
    return [
        Step(
            "organisations",
            date(2008, 1, 2),
            "建立组织和账号，海利公司登记三种写法",
            founding.organisations,
        ),
        Step(
            "dibao",
            date(2008, 1, 2),
            "登记当地低保标准：每人每月155元，认定建议由此测算",
            founding.dibao,
        ),
        Step(
            "fund",
            date(2008, 1, 3),
            "市总工会送温暖专项资金到账 30000 元",
            founding.fund,
            by="finance",
        ),
        Step(
            "pairings",
            date(2008, 1, 4),
            "提出并批准结对方案：1个市级组、5个县级组",
            founding.pairings,
            by="leader",
        ),
        Step(
            "assessed-2007",
            date(2008, 1, 4),
            "公布2007年考核办法，各单位自评",
            assessing.last_years_scheme,
            by="editor",
            hour=8,
        ),
        Step(
            "own-scores",
            date(2008, 1, 7),
            "三个单位提交上年自评",
            assessing.own_scores,
            by="liaison",
            hour=10,
        ),
        Step(
            "office-scores",
            date(2008, 1, 11),
            "双联办核查评分，反馈初评结果",
            assessing.office_scores,
            by="editor",
            hour=15,
        ),
        Step(
            "objection",
            date(2008, 1, 14),
            "市政协办对走访得分提出申诉",
            assessing.objection,
            by="liaison",
            hour=15,
        ),
        Step(
            "objection-heard",
            date(2008, 1, 16),
            "领导复核申诉，改分",
            assessing.objection_heard,
            by="leader",
            hour=15,
        ),
        Step(
            "scheme-2008",
            date(2008, 1, 17),
            "发布2008年考核办法，签订目标责任书",
            assessing.this_years_scheme,
            by="editor",
            hour=15,
        ),
        Step(
            "targets-signed",
            date(2008, 1, 18),
            "两个单位和双联办签订责任书",
            assessing.targets_signed,
            by="editor",
            hour=15,
        ),
        Step(
            "result-2007",
            date(2008, 1, 21),
            "领导小组审定2007年考核结果，公布排名和奖惩",
            assessing.result,
            by="leader",
            hour=15,
        ),
        Step(
            "bulletin-2008-1",
            date(2008, 5, 6),
            "印发第一季度督查通报",
            assessing.first_bulletin,
            by="leader",
            hour=16,
        ),
        Step(
            "cards",
            date(2008, 1, 7),
            "各参联单位登记结对干部，六个双联点都拿到联系卡",
            linking.cadres_and_cards,
            by="editor",
        ),
        Step(
            "winter",
            date(2008, 1, 10),
            "桃源县筹备并发布2008年“送温暖”活动",
            winter.winter,
            by="taoyuan",
        ),
        Step(
            "winter-visit",
            date(2008, 1, 11),
            "县政府办走访杰新公司女工家庭，发现困难线索",
            winter.winter_visit,
            by="govoffice",
        ),
        *walk("winter", "杰新纺织公司", (14, 15, 16, 17, 18), date(2008, 1, 28), month=1),
        Step(
            "winter-aid",
            date(2008, 1, 29),
            "送温暖：为该家庭安排救助 4000 元",
            winter.winter_aid,
            by="union",
        ),
        Step(
            "community",
            date(2008, 1, 30),
            "董丽丽带队走访莲花湖社区，送去慰问金 13000 元",
            winter.community,
            by="cppcc",
        ),
        *pay_out("winter", date(2008, 1, 31), "2008年送温暖"),
        Step(
            "winter-ends",
            date(2008, 2, 5),
            "春节前“送温暖”活动结束",
            winter.winter_ends,
            by="taoyuan",
        ),
        Step(
            "meeting-may",
            date(2008, 5, 6),
            "市计生委联系会议，通过全年工作计划",
            spring.meeting_may,
            by="liaison",
        ),
        Step(
            "plan-may",
            date(2008, 5, 6),
            "全年工作计划列入系统，各成员单位都有一项自己的活动",
            linking.work_plan,
            by="liaison",
            hour=15,
        ),
        Step(
            "visit-may",
            date(2008, 5, 14),
            "林红一行走访海利公司，发现 11 户困难家庭",
            spring.visit_may,
            by="liaison",
        ),
        *walk("may", HAILI, (15, 16, 20, 21, 22), date(2008, 5, 30), month=5),
        Step(
            "leaders-16",
            date(2008, 5, 16),
            "雷立敬等县领导走访两家企业",
            partial(spring.leaders, 16),
            by="linli",
            hour=14,
        ),
        Step(
            "leaders-17",
            date(2008, 5, 17),
            "县领导走访腾飞实业，两日共送慰问金 2000 元",
            partial(spring.leaders, 17),
            by="linli",
            hour=14,
        ),
        *pay_out("may", date(2008, 5, 19), "临澧县集中走访慰问"),
        Step(
            "families-paired",
            date(2008, 6, 3),
            "海利公司11户困难家庭都有了结对干部",
            linking.families_paired,
            by="union",
        ),
        *answering.steps(),
        *afterwards.steps(),
        Step(
            "meeting-june",
            date(2008, 6, 17),
            "市安监局联系会议，五家单位领任务，限8月31日前",
            spring.meeting_june,
            by="liaison",
        ),
        Step(
            "contributions",
            date(2008, 6, 19),
            "三家单位报送稿件",
            bulletin.contributions,
            by="liaison",
        ),
        Step(
            "desk",
            date(2008, 6, 20),
            "编辑组稿：两个栏目、三篇稿件，校订错字，送签",
            bulletin.desk,
            by="editor",
        ),
        Step(
            "profiles",
            date(2008, 6, 23),
            "登记10个单位的职能和6个双联点的需求",
            planning.profiles,
            by="editor",
        ),
        Step(
            "plan",
            date(2008, 6, 23),
            "编制2009年结对方案，由系统求解",
            planning.plan,
            by="editor",
            hour=14,
        ),
        Step(
            "plan-again",
            date(2008, 6, 24),
            "回避一对、指定一对，再次求解",
            planning.plan_again,
            by="editor",
        ),
        Step(
            "signed",
            date(2008, 6, 25),
            "领导签发，编号、日期、数据固定，自动排印",
            bulletin.signed,
            by="leader",
        ),
        Step(
            "instructed",
            date(2008, 6, 25),
            "领导在简报上批示，交桃源县“双联”办办理",
            bulletin.instructed,
            by="leader",
        ),
        *openly.steps(),
    ]


def ordered_steps() -> list[Step]:
    """By day and hour, as time has it; steps of one instant stay as they are written."""
    return sorted(steps(), key=lambda step: (step.on, step.hour))
