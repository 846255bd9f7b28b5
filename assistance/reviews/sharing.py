"""What other systems may hear of reviews. What was found about a family stays inside."""

from assistance.reviews.events import (
    ProposalDecided,
    ProposalMade,
    ReviewDone,
    ReviewsOpened,
)
from assistance.reviews.models import Proposal, Review, ReviewRound
from assistance.reviews.permissions import SEE_REVIEWS
from ground.subscriptions.declaring import share

share(ReviewsOpened, needs=SEE_REVIEWS, about=ReviewRound, by="round_id", area="organisation")
share(ReviewDone, needs=SEE_REVIEWS, about=Review, by="review_id", area="file__unit")
share(
    ProposalMade,
    ProposalDecided,
    needs=SEE_REVIEWS,
    about=Proposal,
    by="proposal_id",
    area="file__unit",
)
