"""What a person did that the programme's rules do not allow."""


class RuleBroken(Exception):  # noqa: N818 -- named as the sentence it is
    """A rule of the programme said no. Mapped once to HTTP: 422 in the API, a message on a page.

    `code` is stable and English; `message` is for the person, in Chinese, and says how to mend it.
    `fields` names the inputs at fault: {input name: what is wrong with it}.
    """

    def __init__(self, code: str, message: str, *, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields or {}

    def beside(self, field: str) -> "RuleBroken":
        """The same, said of one input: for a rule that knows a value, but not where it was typed."""
        return RuleBroken(self.code, self.message, fields={field: self.message})


class NotAllowed(RuleBroken):
    """The person may not do this at all: 403."""


def constraint_of(error: BaseException) -> str:
    """The name of the constraint that an IntegrityError of the database speaks of; empty: none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
