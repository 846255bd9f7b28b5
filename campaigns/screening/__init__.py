"""The rules by which a roster is screened: each is one expression of SQL that gives a sentence, or nothing.

A campaign's `CampaignRule` rows say which of them hold for it, with which number; a kind proposes them.
"""

from campaigns.screening.judging import Judged, judge_next
from campaigns.screening.rules import ScreenRule, all_rules, rule_of, words_of

__all__ = ["Judged", "ScreenRule", "all_rules", "judge_next", "rule_of", "words_of"]
