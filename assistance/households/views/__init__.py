"""The pages of families' files and of those who help them."""
