"""Pages of profiles, plans, rulings, comparison and approval."""
