"""What other systems may hear of banks."""

from assistance.banks.events import (
    BankAnswerTaken,
    BankAnswerUndone,
    BankFileMade,
    BankFileSent,
)
from assistance.banks.models import BankAnswer, BankFile
from assistance.banks.permissions import SEE_BANKS
from ground.subscriptions.declaring import share

share(
    BankFileMade,
    needs=SEE_BANKS,
    about=BankFile,
    by="file_id",
    area="batch__source__organisation",
    gives=["total"],
)
share(
    BankFileSent, needs=SEE_BANKS, about=BankFile, by="file_id", area="batch__source__organisation"
)
share(
    BankAnswerTaken,
    BankAnswerUndone,
    needs=SEE_BANKS,
    about=BankAnswer,
    by="answer_id",
    area="intake__organisation",
)
