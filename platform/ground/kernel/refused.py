"""What PostgreSQL refuses for a reason of its own, and takes another time. Read from the SQLSTATE."""

CONFLICT = ("40001", "40P01")  # serialization failure, deadlock
# Rolled back for others' sake; no room, memory or connections; stopped by an operator, or starting.
PASSING = ("40", "53", "57P01", "57P03")


def is_conflict(error: BaseException) -> bool:
    """Whether the transaction was rolled back for another one's sake: nothing of it has happened."""
    return _state(error) in CONFLICT


def is_passing(error: BaseException) -> bool:
    """Whether the database as a whole was at fault, and not the statement.

    A connection that was lost without a word says nothing: the statement may have killed the server.
    """
    return _state(error).startswith(PASSING)


def _state(error: BaseException) -> str:
    """The SQLSTATE; empty where there is none."""
    return getattr(error.__cause__ or error, "sqlstate", None) or ""
