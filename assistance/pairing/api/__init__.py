"""The operations of pairing: groups and meetings, tasks, cadres, plans and cards."""

from assistance.pairing.api import groups, tasks, working
from assistance.pairing.api.parts import router

__all__ = ["groups", "router", "tasks", "working"]
