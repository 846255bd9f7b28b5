"""What was told of a book's seals, wherever it was told, held against the chain as it stands now.

A seal is written down four times: as its own row, in the event, in the trail, and by each later
verification. Whoever writes a chain anew has to find and change them all; what left the house on paper
or in an export they cannot.
"""

from django.db import connection

MOST = 200

_TOLD = """
    told AS (
        SELECT last, encode(hash, 'hex') AS hash, '封签记录' AS by FROM funds_seal WHERE book_id = %(book)s
        UNION ALL
        SELECT (payload->>'last')::bigint, payload->>'hash', '当时发布的事件' FROM events_recordedevent
         WHERE name = 'funds.book_sealed' AND (payload->>'book_id')::bigint = %(book)s
        UNION ALL
        SELECT (details->>'last')::bigint, details->>'hash', '操作记录' FROM audit_entry
         WHERE action = 'funds.book_sealed' AND subject = %(subject)s
        UNION ALL
        SELECT sealed, hash, '以前的核验' FROM funds_verification
         WHERE book_id = %(book)s AND sealed > 0 AND faults = '[]'
    )
"""
_OTHERWISE = f"""
    WITH {_TOLD}
    SELECT DISTINCT told.last, told.by FROM told
      LEFT JOIN funds_sealedentry d ON d.book_id = %(book)s AND d.number = told.last
     WHERE told.hash IS DISTINCT FROM encode(d.hash, 'hex') ORDER BY 1, 2 LIMIT {MOST}
"""  # noqa: S608 -- no text of others
# Every seal has its event and its line of the trail, and none of these is without its seal.
_UNTOLD = f"""
    WITH {_TOLD}
    SELECT last, count(*) FILTER (WHERE by = '封签记录') AS seals FROM told WHERE by <> '以前的核验'
     GROUP BY last HAVING count(DISTINCT by) <> 3 OR count(*) <> 3 ORDER BY last LIMIT {MOST}
"""  # noqa: S608 -- no text of others
_GAPS = f"""
    SELECT first, last FROM (
        SELECT first, last, lag(last, 1, 0) OVER (ORDER BY last) AS before
          FROM funds_seal WHERE book_id = %(book)s
        UNION ALL
        SELECT coalesce(max(d.number), 0) + 1, coalesce(max(d.number), 0),
               coalesce((SELECT max(last) FROM funds_seal WHERE book_id = %(book)s), 0)
          FROM funds_sealedentry d WHERE d.book_id = %(book)s
    ) AS one WHERE first <> before + 1 ORDER BY last LIMIT {MOST}
"""  # noqa: S608 -- no text of others


def seals_told_otherwise(book_id: int) -> list[str]:
    """Sentences about seals that do not agree with what was told of them; each names its number."""
    asked: dict[str, int | str] = {"book": book_id, "subject": f"accounts.organisation:{book_id}"}
    with connection.cursor() as cursor:
        cursor.execute(_OTHERWISE, asked)
        found = [
            f"第 {last} 笔：封存的散列与{by}不同，其前的账簿被改写，或末尾被删除"
            for last, by in cursor.fetchall()
        ]
        cursor.execute(_UNTOLD, asked)
        found += [
            f"封签 {last}：封签记录与当时发布的事件、操作记录不一致"
            for last, _ in cursor.fetchall()
        ]
        cursor.execute(_GAPS, asked)
        found += [f"封签 {last}：与前一封签不相接" for _, last in cursor.fetchall()]
    return found
