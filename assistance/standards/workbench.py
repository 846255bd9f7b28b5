"""What waits: drafts of others that this person may publish."""

from assistance.editions.workbench import drafts_to_publish
from assistance.standards.models import Standard
from assistance.standards.permissions import PUBLISH_STANDARDS
from ground.accounts.models import User
from ground.web.workbench import Waiting, waiting


@waiting(order=46, permission=PUBLISH_STANDARDS)
def standards_to_publish(user: User) -> list[Waiting]:
    return drafts_to_publish(user, Standard, PUBLISH_STANDARDS, "standards:standard")
