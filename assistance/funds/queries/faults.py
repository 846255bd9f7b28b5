"""Whether the ledger agrees with itself: its balances, its totals, each entry, and what waits for a seal."""

import json
from dataclasses import dataclass

from django.db import connection

from assistance.funds.models import Account

MOST = 200  # of one sort; who has more needs no longer list

_OF_BOOK = "s.organisation_id = coalesce(%(book)s, s.organisation_id)"
_NAMED = "s.name || '（' || s.year || '）' || coalesce(%(labels)s::jsonb ->> a.kind, a.kind)"
_ACCOUNTS = f"""
    SELECT a.id, {_NAMED} FROM funds_account a JOIN funds_fundsource s ON s.id = a.source_id
      LEFT JOIN LATERAL (SELECT sum(amount) AS total FROM funds_daytotal d WHERE d.account_id = a.id) d ON true
     WHERE {_OF_BOOK} AND (a.balance <> coalesce(d.total, 0) OR (a.balance < 0 AND a.kind <> 'granted'))
     ORDER BY a.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others
_KINDS = f"""
    SELECT s.id, s.name || '（' || s.year || '）' FROM funds_fundsource s
      LEFT JOIN funds_account a ON a.source_id = s.id AND a.kind = ANY(%(kinds)s::text[])
     WHERE {_OF_BOOK} GROUP BY s.id HAVING count(a.id) <> cardinality(%(kinds)s::text[])
     ORDER BY s.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others
_MINE = f"""
    mine AS (SELECT a.id, {_NAMED} AS name FROM funds_account a JOIN funds_fundsource s ON s.id = a.source_id
              WHERE {_OF_BOOK}),
    posted AS (
        SELECT p.account_id, p."on", e.item, coalesce(e.unit_id, 0) AS unit,
               sum(p.amount) AS amount, count(*) AS number
          FROM funds_posting p JOIN mine ON mine.id = p.account_id
          JOIN funds_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3, 4
    )
"""  # noqa: S608 -- no text of others
_DAYS = f"""
    WITH {_MINE}
    SELECT DISTINCT mine.id, mine.name || ' ' || "on" FROM posted p FULL JOIN (
        SELECT account_id, "on", item, coalesce(unit_id, 0) AS unit, d.amount, d.number
          FROM funds_daytotal d JOIN mine ON mine.id = d.account_id
    ) d USING (account_id, "on", item, unit) JOIN mine ON mine.id = account_id
     WHERE p.amount IS DISTINCT FROM d.amount OR p.number IS DISTINCT FROM d.number
    UNION
    SELECT mine.id, mine.name || ' ' || "on" FROM (
        SELECT account_id, "on", sum(amount) AS amount, sum(number) AS number,
               sum(sum(amount)) OVER (PARTITION BY account_id ORDER BY "on") AS closing
          FROM posted GROUP BY 1, 2
    ) p FULL JOIN (
        SELECT d.account_id, d."on", d.amount, d.number, d.closing
          FROM funds_accountday d JOIN mine ON mine.id = d.account_id
    ) d USING (account_id, "on") JOIN mine ON mine.id = account_id
     WHERE (p.amount, p.number, p.closing) IS DISTINCT FROM (d.amount, d.number, d.closing)
     ORDER BY 1, 2 LIMIT {MOST}
"""  # noqa: S608 -- no text of others
_ENTRIES = f"""
    SELECT e.id, e."on"::text FROM funds_entry e LEFT JOIN funds_fundsource s ON s.id = e.source_id
      LEFT JOIN funds_posting p ON p.entry_id = e.id
      LEFT JOIN funds_account a ON a.id = p.account_id
     WHERE ({_OF_BOOK} OR s.id IS NULL)
     GROUP BY e.id
    HAVING count(p.id) < 2 OR sum(p.amount) <> 0 OR bool_or(a.source_id IS DISTINCT FROM e.source_id)
        OR bool_or(p."on" <> e."on") ORDER BY e.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others
_FORGOTTEN = f"""
    SELECT e.id, e."on"::text FROM funds_entry e JOIN funds_fundsource s ON s.id = e.source_id
      LEFT JOIN funds_sealedentry d ON d.entry_id = e.id
      LEFT JOIN funds_unsealedentry u ON u.entry_id = e.id
     WHERE {_OF_BOOK} AND ((d.entry_id IS NULL) = (u.entry_id IS NULL)
        OR coalesce(d.book_id, u.book_id) <> s.organisation_id)
    UNION
    SELECT s.entry_id, '凭证不存在' FROM funds_unsealedentry s
      LEFT JOIN funds_entry e ON e.id = s.entry_id
     WHERE e.id IS NULL AND s.book_id = coalesce(%(book)s, s.book_id) ORDER BY 1 LIMIT {MOST}
"""  # noqa: S608 -- no text of others

Named = list[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What does not agree, by id and name: accounts with another balance than their days, days with
    other totals than their postings, sources without the accounts that each has, entries that are not
    of zero within their source and day, entries that no seal will reach.
    """

    accounts: Named
    days: Named
    sources: Named
    entries: Named
    forgotten: Named

    @property
    def none(self) -> bool:
        return not (self.accounts or self.days or self.sources or self.entries or self.forgotten)

    def told(self) -> list[str]:
        """Sentences for people."""
        return [
            *(f"科目 {pk}（{name}）：余额与日合计不符，或为负数" for pk, name in self.accounts),
            *(f"科目 {pk}（{name}）：当日合计与分录不符" for pk, name in self.days),
            *(f"资金 {pk}（{name}）：科目不全或被改动" for pk, name in self.sources),
            *(
                f"凭证 {pk}（{on}）：分录不平，或不属于同一资金、同一日期"
                for pk, on in self.entries
            ),
            *(f"凭证 {pk}（{on}）：封存登记不一致" for pk, on in self.forgotten),
        ]


def faults(book_id: int | None = None) -> Faults:
    """Where the ledger, or one book of it, disagrees with itself. Five statements over all of it."""
    return Faults(
        accounts=_named(_ACCOUNTS, book_id),
        days=_named(_DAYS, book_id),
        sources=_named(_KINDS, book_id),
        entries=_named(_ENTRIES, book_id),
        forgotten=_named(_FORGOTTEN, book_id),
    )


def ledger_is_intact() -> bool:
    """Balances are their postings, and every entry adds to zero within its source."""
    return faults().none


def _named(sql: str, book_id: int | None) -> Named:
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "book": book_id,
                "kinds": Account.Kind.values,
                "labels": json.dumps(dict(Account.Kind.choices)),
            },
        )
        return list(cursor.fetchall())
