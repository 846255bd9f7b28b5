"""The pages of rounds: what is owed, what was covered, where leaders go, what is asked of whom."""
