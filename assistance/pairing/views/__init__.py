"""The pages of pairing: groups, meetings, tasks."""
