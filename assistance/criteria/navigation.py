from assistance.criteria.permissions import SEE_RULES
from ground.web.local_rules import name_rule
from ground.web.shell import navigation, public_entry
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=35,
    label="建档标准",
    url_name="criteria:list",
    icon="scales",
    permission=SEE_RULES,
    group="帮扶",
)
public_entry("我符合困难职工条件吗？自己测一测", "criteria:check")

name_rule("criteria.checks_per_hour", "自测页每个网络地址每小时次数", "次")

opens("criteria.ruleset", label="建档标准", url_name="criteria:ruleset", permission=SEE_RULES)
tell("criteria.ruleset_published", "发布建档标准", field="ruleset_id", subject="criteria.ruleset")
tell("criteria.ruleset_withdrawn", "废止建档标准", field="ruleset_id", subject="criteria.ruleset")

say("criteria.ruleset_drafted", "起草建档标准")
say("criteria.ruleset_changed", "修改建档标准草稿")
say("criteria.criterion_set", "写入一条标准")
say("criteria.criterion_dropped", "删除一条标准")
say("criteria.ruleset_published", "发布建档标准")
say("criteria.ruleset_withdrawn", "废止建档标准")
say("criteria.ruleset_dropped", "删除建档标准草稿")

say_subject("criteria.ruleset", "建档标准")
say_detail("criterion", "标准代码")
say_detail("copied_from", "复制自")
