from ground.subscriptions.permissions import KEEP_WEBHOOKS
from ground.web.shell import navigation
from ground.web.subjects import tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=94,
    label="事件推送",
    url_name="subscriptions:list",
    icon="send",
    permission=KEEP_WEBHOOKS,
    group="管理",
)

say("subscription.added", "新增事件推送")
say("subscription.paused", "暂停事件推送")
say("subscription.resumed", "继续事件推送")
say("subscription.tested", "发送测试推送")
say("subscription.secret_changed", "更换推送密钥")
say("subscription.sent_again", "重新推送一条")
say("subscription.replayed", "从某日起重新推送")
say("subscription.stopped", "自动停止推送")

say_subject("subscriptions.subscription", "事件推送")
say_detail("host", "接收方")
say_detail("types", "事件")
say_detail("message", "事件编号")
say_detail("since", "从")

tell("accounts.organisation_added", "新增组织")
tell("accounts.organisation_deactivated", "停用组织")
