"""The written report of a campaign (活动总结报告): sentences and tables out of its facts, by rules alone."""

from campaigns.reporting.paper import paper_of

__all__ = ["paper_of"]
