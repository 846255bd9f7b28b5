from campaigns.permissions import SEE_CAMPAIGNS
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

opens(
    "campaigns.campaign",
    label="活动",
    url_name="campaigns:campaign",
    permission=SEE_CAMPAIGNS,
)
tell("campaigns.target_added", "计入活动对象", field="campaign_id", subject="campaigns.campaign")

say("campaign.planned", "筹备活动")
say("campaign.published", "发布活动")
say("campaign.target_added", "安排活动对象")
say("campaign.left_out", "款项未纳入活动")
say("campaign.reached", "活动款项到位")
say("campaign.payment_reissued", "退票重新发放，换为新款项")
say("campaign.closed", "结束活动")

say_subject("campaigns.campaign", "活动")
say_subject("campaigns.target", "活动对象")
say_detail("campaign", "活动")
say_detail("budget", "预算")
