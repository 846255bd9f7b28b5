"""One file per kind of campaign: the only place to touch to add one."""
