"""What entries were booked for, held against what it says now: allocations, returns, carry-overs, gifts.

Rooms above that book add the comparison of their own papers, from their `navigation.py`:

    compared(payments_told_otherwise)   # the number of a book → sentences
"""

from collections.abc import Callable
from typing import Any

from django.db import connection

MOST = 200
Compare = Callable[[int], list[str]]
_comparisons: list[Compare] = []

# Each paper with the entry that it names, and what that entry has to say: amount, source, day, unit.
_SAID = """
    said AS (
        SELECT '下达 ' || id || '（' || purpose || '）' AS name, entry_id, amount, source_id, "on",
               to_id AS unit_id
          FROM funds_allocation
        UNION ALL
        SELECT '下达 ' || a.id || '（' || a.purpose || '）', a.received_entry_id, a.amount, s.id,
               a.decided_on, NULL
          FROM funds_allocation a LEFT JOIN funds_fundsource s
            ON s.allocation_id = a.id AND s.carried_from_id IS NULL
        UNION ALL
        SELECT '下达 ' || id || '（' || purpose || '）', back_entry_id, amount, source_id,
               decided_on, to_id
          FROM funds_allocation
        UNION ALL
        SELECT '缴回 ' || id || '（' || why || '）', entry_id, amount, source_id, "on", NULL
          FROM funds_fundreturn
        UNION ALL
        SELECT '缴回 ' || r.id || '（' || r.why || '）', r.back_entry_id, r.amount,
               CASE r.state WHEN 'refused' THEN r.source_id ELSE a.source_id END, r.decided_on,
               CASE r.state WHEN 'refused' THEN NULL ELSE a.to_id END
          FROM funds_fundreturn r LEFT JOIN funds_allocation a ON a.id = r.allocation_id
        UNION ALL
        SELECT '结转 ' || c.id, l.entry_id, l.amount, l.source_id, c."on", NULL
          FROM funds_carryline l JOIN funds_carryover c ON c.id = l.carry_over_id
        UNION ALL
        SELECT '结转 ' || c.id, l.into_entry_id, l.amount, l.into_id, c."on", NULL
          FROM funds_carryline l JOIN funds_carryover c ON c.id = l.carry_over_id
    )
"""
_OTHERWISE = f"""
    WITH {_SAID}
    SELECT said.name, e.id FROM said
      JOIN funds_entry e ON e.id = said.entry_id
      JOIN funds_fundsource s ON s.id = e.source_id AND s.organisation_id = %(book)s
     WHERE (said.amount, said.source_id, said."on", said.unit_id) IS DISTINCT FROM
           ((SELECT sum(amount) FROM funds_posting WHERE entry_id = e.id AND amount > 0),
            e.source_id, e."on", e.unit_id)
     ORDER BY e.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others
_UNNAMED = f"""
    WITH {_SAID}
    SELECT e.id, e."on" FROM funds_entry e
      JOIN funds_fundsource s ON s.id = e.source_id AND s.organisation_id = %(book)s
     WHERE e.key ~ '^funds\\.(allocation|return|carry):'
       AND NOT EXISTS (SELECT 1 FROM said WHERE said.entry_id = e.id)
     ORDER BY e.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others
_CARRIED = f"""
    SELECT c.id FROM funds_carryover c
     WHERE c.organisation_id = %(book)s
       AND c.amount <> (SELECT coalesce(sum(amount), 0) FROM funds_carryline WHERE carry_over_id = c.id)
     ORDER BY c.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others
# Who gave, and for what: as the trail was told when the source was opened, and as where it came from.
_GIFTS = f"""
    SELECT s.id, s.name || '（' || s.year || '）' FROM funds_fundsource s
      LEFT JOIN funds_fundsource o ON o.id = s.origin_id
      LEFT JOIN audit_entry t ON t.action = 'funds.source_opened'
       AND t.subject = 'funds.fundsource:' || s.id AND t.details ? 'gift'
     WHERE s.organisation_id = %(book)s
       AND (t.details->>'gift' <> encode(sha256(convert_to(s.donor || chr(10) || s.wish, 'UTF8')), 'hex')
            OR (o.donor, o.wish) <> (s.donor, s.wish))
     ORDER BY s.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others


def compared(compare: Compare) -> Compare:
    """Add a comparison of papers of a room above with the entries of a book."""
    if compare not in _comparisons:
        _comparisons.append(compare)
    return compare


def papers_told_otherwise(book_id: int) -> list[str]:
    """Sentences about papers that differ from the entries that booked them; each names both."""
    found = [
        *(
            f"{name}：与凭证 {entry} 不同（金额、资金、日期或单位）"
            for name, entry in _rows(_OTHERWISE, book_id)
        ),
        *(
            f"凭证 {pk}（{on}）：没有一笔下达、缴回或结转与它对应"
            for pk, on in _rows(_UNNAMED, book_id)
        ),
        *(f"结转 {pk}：合计与各笔资金不同" for (pk,) in _rows(_CARRIED, book_id)),
        *(
            f"资金 {pk}（{name}）：捐赠人或捐赠意愿与设立时不同"
            for pk, name in _rows(_GIFTS, book_id)
        ),
    ]
    return [*found, *(one for compare in _comparisons for one in compare(book_id))]


def _rows(sql: str, book_id: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"book": book_id})
        return list(cursor.fetchall())
