from assistance.complaints.registries import about
from campaigns import queries
from campaigns.permissions import SEE_CAMPAIGNS, TICK
from campaigns.queries.publishing import about_publication
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=60,
    label="活动",
    url_name="campaigns:list",
    icon="campaign",
    permission=SEE_CAMPAIGNS,
    group="活动",
)

navigation(
    order=61,
    label="今日慰问路线",
    url_name="campaigns:routes_today",
    icon="pin",
    permission=TICK,
    group="活动",
)

navigation(
    order=62,
    label="活动类型",
    url_name="campaigns:kinds",
    icon="rule",
    permission=SEE_CAMPAIGNS,
    group="活动",
)

opens(
    "campaigns.kindversion",
    label="活动类型",
    url_name="campaigns:kind",
    permission=SEE_CAMPAIGNS,
)
tell(
    "campaigns.kind_published", "发布活动类型", field="version_id", subject="campaigns.kindversion"
)
say("campaign.kind_drafted", "起草活动类型")
say("campaign.kind_changed", "修改活动类型草稿")
say("campaign.kind_dropped", "删除活动类型草稿")
say("campaign.kind_published", "发布活动类型")
say("campaign.kind_withdrawn", "停用活动类型")

opens(
    "campaigns.campaign",
    label="活动",
    url_name="campaigns:campaign",
    permission=SEE_CAMPAIGNS,
    names=queries.names_of,
)
for name, words in (
    ("campaign_published", "发布活动"),
    ("stage_reached", "活动进入下一阶段"),
    ("enrolled", "列入活动名单"),
    ("roster_screened", "审核活动名单"),
    ("roster_approved", "批准活动名单"),
    ("money_reached", "活动款项到位"),
    ("units_behind", "提醒进度滞后的单位"),
    ("settlement_near", "临近发放到位期限"),
    ("routes_laid", "安排慰问路线"),
    ("target_visited", "慰问到户"),
    ("target_missed", "慰问时不在家，改期"),
    ("campaign_closed", "结束活动"),
):
    tell(f"campaigns.{name}", words, field="campaign_id", subject="campaigns.campaign")

say("campaign.planned", "筹备活动")
say("campaign.published", "发布活动")
say("campaign.standards_set", "修改活动标准")
say("campaign.rule_set", "修改活动审核条件")
say("campaign.quotas_set", "分配活动名额")
say("campaign.quota_moved", "调剂活动名额")
say("campaign.stage_reached", "活动进入下一阶段")
say("campaign.enrolled", "列入活动名单")
say("campaign.enrolment_changed", "修改活动申报内容")
say("campaign.withdrawn", "退出活动名单")
say("campaign.ticked", "登记活动事项")
say("campaign.unticked", "撤销活动事项")
say("campaign.plan_changed", "修改活动安排")
say("campaign.plan_dropped", "删除筹备的活动")
say("campaign.screened", "审核活动名单")
say("campaign.exception_proposed", "提出活动例外")
say("campaign.exception_agreed", "同意活动例外")
say("campaign.posted", "公示活动名单")
say("campaign.approved", "批准活动名单")
say("campaign.execution_begun", "安排活动款项")
say("campaign.left_out", "款项未纳入活动")
say("campaign.reached", "活动款项到位")
say("campaign.under_way_again", "活动款项重新在途")
say("campaign.payment_reissued", "退票重新发放，换为新款项")
say("campaign.settlement_near", "临近发放到位期限")
say("campaign.units_reminded", "提醒进度滞后的单位")
say("campaign.settle_by_moved", "发放到位期限随日历变动")
say("campaign.goods_laid_down", "安排活动物资")
say("campaign.goods_quota_set", "分配活动物资名额")
say("campaign.goods_allotted", "给活动对象安排物资")
say("campaign.visit_group_formed", "建立或修改慰问组")
say("campaign.visitor_added", "加入慰问组成员")
say("campaign.visitor_dropped", "移出慰问组成员")
say("campaign.routes_laid", "安排慰问路线")
say("campaign.route_changed", "调整慰问路线")
say("campaign.goods_loaded", "领出慰问物资")
say("campaign.target_visited", "登记慰问到户")
say("campaign.target_missed", "登记不在家，改期慰问")
say("campaign.target_taken_back", "撤销慰问登记，物资退回")
say("campaign.closed", "结束活动")
say("campaign.summarised", "总结活动")
say("campaign.archived", "归档活动")
say("campaign.publication_drafted", "起草结果公开")
say("campaign.publication_opened", "查看结果公开")
say("campaign.results_published", "发布结果公开")
say("campaign.results_withdrawn", "撤下结果公开")
say("campaign.publication_ended", "结果公开期满")
say_subject("campaigns.publication", "结果公开")
say_detail("lines", "列名的个数")
about("campaigns.publication", about_publication)

say_subject("campaigns.campaign", "活动")
say_subject("campaigns.enrolment", "活动对象")
say_subject("campaigns.kindversion", "活动类型")
say_detail("campaign", "活动")
say_detail("budget", "预算")

name_rule("campaigns.autumn_study_per_family", "金秋助学每人助学金上限", "元")
name_rule("campaigns.send_warmth_per_family", "送温暖每户每次慰问金上限", "元")
name_rule("campaigns.send_warmth_per_year", "送温暖每人每年慰问金上限", "元")
name_rule("campaigns.send_warmth_notice_days", "送温暖名单公示期", "个工作日")
name_rule("campaigns.autumn_study_notice_days", "金秋助学名单公示期", "个工作日")
for stage, label in (
    ("primary", "小学及以下"),
    ("junior", "初中"),
    ("senior", "高中（中职）"),
    ("higher", "大学（高职）及以上"),
):
    name_rule(f"campaigns.study_{stage}_filed", f"助学标准：{label}，在档", "元")
    name_rule(f"campaigns.study_{stage}_off_file", f"助学标准：{label}，未建档", "元")
name_rule("campaigns.publish_names", "结果公开列名单（须本人单独同意）", "（0否1是）")
name_rule("campaigns.publish_least", "结果公开中单独列示的最少对象数", "个")
name_rule("campaigns.publish_workdays", "结果公开期", "个工作日")
name_rule("campaigns.light_green", "活动进度绿灯：到期须完成的比例", "")
name_rule("campaigns.light_amber", "活动进度黄灯：到期须完成的比例", "")
name_rule("campaigns.warn_days", "发放到位期限前提醒", "日")
name_rule("campaigns.flat_share", "同一单位金额相同的比例，达到的视为平均分配", "")
name_rule("campaigns.flat_least", "判断平均分配的最少对象数", "个")
name_rule("campaigns.file_idle_months", "档案长期未动", "个月")

tell("campaigns.kind_withdrawn", "停用活动类型")
tell("campaigns.results_published", "发布活动结果")
