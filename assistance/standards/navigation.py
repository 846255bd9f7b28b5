from assistance.standards.permissions import SEE_STANDARDS
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=37,
    label="救助标准",
    url_name="standards:list",
    icon="scales",
    permission=SEE_STANDARDS,
    group="帮扶",
)

opens(
    "standards.standard", label="救助标准", url_name="standards:standard", permission=SEE_STANDARDS
)
for _name, _words in (("published", "发布救助标准"), ("withdrawn", "废止救助标准")):
    tell(f"standards.standard_{_name}", _words, field="standard_id", subject="standards.standard")
    say(f"standards.standard_{_name}", _words)

say("standards.standard_drafted", "起草救助标准")
say("standards.standard_changed", "修改救助标准草稿")
say("standards.standard_dropped", "删除救助标准草稿")
say("standards.rule_set", "写入一条救助标准")
say("standards.rule_dropped", "删除一条救助标准")

say_subject("standards.standard", "救助标准")
say_detail("rule", "条款代码")
