"""Who may read the feed of events with a key, and who keeps the webhooks."""

from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

READ_FEED = permission("subscriptions.read_feed", "读取事件流", READERS)
KEEP_WEBHOOKS = permission("subscriptions.keep_webhooks", "维护事件推送", [Role.ADMINISTRATOR])
