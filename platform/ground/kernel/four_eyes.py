"""Four eyes: nobody decides about what they made themselves."""

from ground.kernel.errors import RuleBroken


def check_another(*, by: int, than: int | None, message: str) -> None:
    """Another person has to do it than the one who did the step before, if anybody did."""
    if by == than:
        raise RuleBroken("same_person", message)
