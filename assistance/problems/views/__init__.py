"""The pages of problems: lists, one problem, what the office does, papers, and the public doors."""
