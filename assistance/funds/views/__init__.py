"""The pages of funds: sources and their books."""
