"""Payments, recoveries and batches, held against the entries of an account book that booked them."""

from django.db import connection

MOST = 200

_MINE = """
    mine AS (
        SELECT e.id, e.key, e.source_id, e.item, e.unit_id, split_part(e.key, ':', 1) AS sort,
               split_part(e.key, ':', 2)::bigint AS number, split_part(e.key, ':', 3) AS what,
               nullif(split_part(e.key, ':', 4), '')::int AS time,
               (SELECT sum(amount) FROM funds_posting p WHERE p.entry_id = e.id AND p.amount > 0) AS amount
          FROM funds_entry e JOIN funds_fundsource s ON s.id = e.source_id
         WHERE s.organisation_id = %(book)s AND e.key ~ '^aid\\.(payment|batch):[0-9]+:'
    )
"""
_PAYMENTS = f"""
    WITH {_MINE}
    SELECT e.number, e.id FROM mine e
      LEFT JOIN aid_payment p ON p.id = e.number
      LEFT JOIN aid_batch b ON b.id = p.batch_id
      LEFT JOIN aid_recovery r ON e.what = 'recovered' AND r.payment_id = p.id AND r.number = e.time
     WHERE e.sort = 'aid.payment'
       AND (CASE e.what WHEN 'recovered' THEN r.amount ELSE p.amount END,
            b.source_id, p.aid_type, p.link_point_id)
           IS DISTINCT FROM (e.amount, e.source_id, e.item, e.unit_id)
     ORDER BY e.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others
_BATCHES = f"""
    WITH {_MINE}
    SELECT b.id, e.id FROM mine e JOIN aid_batch b ON b.id = e.number
     WHERE e.sort = 'aid.batch' AND e.what = 'reserved' AND b.state <> 'rejected'
       AND (e.source_id, e.amount) IS DISTINCT FROM
           (b.source_id, (SELECT sum(amount) FROM aid_payment WHERE batch_id = b.id))
     ORDER BY e.id LIMIT {MOST}
"""  # noqa: S608 -- no text of others


def papers_told_otherwise(book_id: int) -> list[str]:
    """Sentences about payments and batches that differ from their entries; each names both."""
    with connection.cursor() as cursor:
        cursor.execute(_PAYMENTS, {"book": book_id})
        found = [
            f"款项 {pk}：与凭证 {entry} 不同（金额、资金、类别或单位）"
            for pk, entry in cursor.fetchall()
        ]
        cursor.execute(_BATCHES, {"book": book_id})
        return found + [
            f"批次 {pk}：各笔款项合计与预留的凭证 {entry} 不同" for pk, entry in cursor.fetchall()
        ]
