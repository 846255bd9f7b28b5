"""Put visits on record; correct them, send them back, tell two records of one visit apart."""

from assistance.visits.services.correcting import correct_visit, merge_visit, return_visit
from assistance.visits.services.recording import record_visit

__all__ = ["correct_visit", "merge_visit", "record_visit", "return_visit"]
