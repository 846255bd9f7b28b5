"""What other systems may hear of rights. What somebody asks about their own data stays inside."""

from assistance.rights.events import (
    FilesDestroyed,
    RequestAnswered,
    RequestReceived,
)
from assistance.rights.models import Disposal, PersonRequest
from assistance.rights.permissions import SEE_REQUESTS
from ground.subscriptions.declaring import share

share(
    RequestReceived,
    RequestAnswered,
    needs=SEE_REQUESTS,
    about=PersonRequest,
    by="request_id",
    area="file__unit",
)
share(FilesDestroyed, needs=SEE_REQUESTS, about=Disposal, by="disposal_id", area="organisation")
