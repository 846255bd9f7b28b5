"""Pages of ledgers: made, fetched, handed over; papers of one family."""
