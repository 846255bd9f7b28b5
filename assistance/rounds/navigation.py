from assistance.rounds.permissions import KEEP_DUTIES, SEE_ROUNDS
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=23,
    label="走访日历",
    url_name="rounds:calendar",
    icon="calendar",
    permission=SEE_ROUNDS,
    group="走访",
)
navigation(
    order=24,
    label="走访覆盖",
    url_name="rounds:coverage",
    icon="map",
    permission=SEE_ROUNDS,
    group="走访",
)
navigation(
    order=25,
    label="领导走访",
    url_name="rounds:tours",
    icon="visit",
    permission=SEE_ROUNDS,
    group="走访",
)
navigation(
    order=96,
    label="走访要求",
    url_name="rounds:duties",
    icon="rule",
    permission=KEEP_DUTIES,
    group="管理",
)

name_rule("rounds.days_before_missed", "走访周期结束后留给登记的日数", "日")

opens("rounds.round", label="领导走访行程", url_name="rounds:tour", permission=SEE_ROUNDS)
tell("rounds.round_planned", "安排领导走访", field="round_id", subject="rounds.round")
tell("rounds.stop_visited", "行程点已走访", field="round_id", subject="rounds.round")
tell("rounds.round_done", "领导走访完成", field="round_id", subject="rounds.round")
tell("rounds.duty_missed", "周期内未完成走访")

say("rounds.duty_set", "设置走访要求")
say("rounds.duty_ended", "停用走访要求")
say("rounds.duties_missed", "记录未完成的走访")
say("rounds.duty_made_good", "补齐走访")
say("rounds.round_planned", "安排领导走访")
say("rounds.round_changed", "修改行程")
say("rounds.round_done", "行程完成")
say("rounds.round_cancelled", "取消行程")
say("rounds.stop_visited", "行程点已走访")
say("rounds.stop_skipped", "行程点未去")

say_subject("rounds.visitduty", "走访要求")
say_subject("rounds.missedduty", "未完成的走访")
say_subject("rounds.leaderround", "领导走访行程")
say_subject("rounds.roundstop", "行程点")
say_detail("who", "谁")
say_detail("times", "次数")
say_detail("every", "周期（月）")
say_detail("stops", "走访点")
