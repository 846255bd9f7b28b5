from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_ROUNDS = permission("rounds.see_rounds", "查看走访要求与行程", READERS)
PLAN_ROUND = permission("rounds.plan_round", "安排领导走访", [Role.OFFICE])
KEEP_DUTIES = permission("rounds.keep_duties", "维护走访要求", [Role.ADMINISTRATOR])
