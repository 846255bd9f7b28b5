"""Whether the ledger agrees with itself: its balances, its totals, each entry, and what waits for a seal."""

from dataclasses import dataclass

from django.db import connection

_ACCOUNTS = """
    SELECT a.id, s.name || ' ' || a.kind FROM funds_account a
      JOIN funds_fundsource s ON s.id = a.source_id
      LEFT JOIN (SELECT account_id, sum(amount) AS total FROM funds_posting GROUP BY 1) p
        ON p.account_id = a.id
     WHERE s.organisation_id = coalesce(%(book)s, s.organisation_id) AND a.balance <> coalesce(p.total, 0) ORDER BY a.id
"""
_DAYS = """
    SELECT DISTINCT a.id, s.name || ' ' || a.kind FROM (
        SELECT p.account_id, p."on", e.item, coalesce(e.unit_id, 0) AS unit,
               sum(p.amount) AS amount, count(*) AS number
          FROM funds_posting p JOIN funds_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3, 4
    ) p FULL JOIN (
        SELECT account_id, "on", item, coalesce(unit_id, 0) AS unit, amount, number FROM funds_daytotal
    ) d USING (account_id, "on", item, unit)
      JOIN funds_account a ON a.id = account_id JOIN funds_fundsource s ON s.id = a.source_id
     WHERE s.organisation_id = coalesce(%(book)s, s.organisation_id)
       AND (p.amount IS DISTINCT FROM d.amount OR p.number IS DISTINCT FROM d.number)
     ORDER BY 1
"""
_ENTRIES = """
    SELECT e.id, e.key FROM funds_entry e JOIN funds_fundsource s ON s.id = e.source_id
      LEFT JOIN funds_posting p ON p.entry_id = e.id
      LEFT JOIN funds_account a ON a.id = p.account_id
     WHERE s.organisation_id = coalesce(%(book)s, s.organisation_id)
     GROUP BY e.id
    HAVING count(p.id) < 2 OR sum(p.amount) <> 0 OR bool_or(a.source_id <> e.source_id)
        OR bool_or(p."on" <> e."on") ORDER BY e.id
"""
_FORGOTTEN = """
    SELECT e.id, e.key FROM funds_entry e JOIN funds_fundsource s ON s.id = e.source_id
      LEFT JOIN funds_sealedentry d ON d.entry_id = e.id
      LEFT JOIN funds_unsealedentry u ON u.entry_id = e.id
     WHERE s.organisation_id = coalesce(%(book)s, s.organisation_id)
       AND (d.entry_id IS NULL) = (u.entry_id IS NULL) ORDER BY e.id
"""

Named = list[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What does not agree, by id and name: accounts with another balance or other day totals than
    their postings, entries that are not of zero within their source and day, entries that no seal
    will reach.
    """

    accounts: Named
    days: Named
    entries: Named
    forgotten: Named

    @property
    def none(self) -> bool:
        return not (self.accounts or self.days or self.entries or self.forgotten)

    def told(self) -> list[str]:
        """Sentences for people."""
        return [
            *(f"科目 {pk}（{name}）：余额与分录合计不符" for pk, name in self.accounts),
            *(f"科目 {pk}（{name}）：日合计与分录不符" for pk, name in self.days),
            *(
                f"凭证 {pk}（{key}）：分录不平，或不属于同一资金、同一日期"
                for pk, key in self.entries
            ),
            *(f"凭证 {pk}（{key}）：封存登记不一致" for pk, key in self.forgotten),
        ]


def faults(book_id: int | None = None) -> Faults:
    """Where the ledger, or one book of it, disagrees with itself. Four statements over all of it."""
    return Faults(
        accounts=_named(_ACCOUNTS, book_id),
        days=_named(_DAYS, book_id),
        entries=_named(_ENTRIES, book_id),
        forgotten=_named(_FORGOTTEN, book_id),
    )


def ledger_is_intact() -> bool:
    """Balances are their postings, and every entry adds to zero within its source."""
    return faults().none


def _named(sql: str, book_id: int | None) -> Named:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"book": book_id})
        return list(cursor.fetchall())
