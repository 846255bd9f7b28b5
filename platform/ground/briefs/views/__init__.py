"""Pages of the 简报: the reading room, the contributions, the desk and the leader's signature."""
