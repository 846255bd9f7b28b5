"""Pages of the love supermarket."""
