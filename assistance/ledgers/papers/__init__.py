"""Papers about one family: the file form (档案表) and the family's own copy, as PDF and for Word."""
