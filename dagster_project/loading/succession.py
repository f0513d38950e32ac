"""Says of every loaded document what it is among those of its disclosure: columns of raw.documents.

After each load, of all documents: a new one, or one line of confirmation, may change the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import duckdb

from dagster_project.contract.succession import Edition, Policy, decide
from dagster_project.form.shapes import account_table_codes

_DOCUMENTS = """
    select coalesce(disclosure_id, document_id), document_id, coalesce(revision, 1),
           coalesce(source_sha256, ''),
           coalesce(strftime(published_on, '%Y-%m-%d'), printed_on), draft_words, reader_name
    from raw.documents where load_status = 'loaded' order by document_id
"""
_FIGURES = """
    select document_id, table_code, figures_sha256
    from raw.document_tables where figures_sha256 is not null and table_code in (select unnest(?))
"""


def settle_standings(connection: duckdb.DuckDBPyConnection, policy: Policy) -> int:
    """Write edition, reason and the document compared with; return how many documents changed."""
    figures: dict[str, dict[str, str]] = defaultdict(dict)
    tables = connection.execute(_FIGURES, [sorted(account_table_codes())]).fetchall()
    for document_id, table_code, value in tables:
        figures[document_id][table_code] = value
    documents = connection.execute(_DOCUMENTS).fetchall()
    editions: dict[str, list[Edition]] = defaultdict(list)
    for disclosure, name, revision, sha256, day, draft, media in documents:
        own = figures[name] if draft is not None else None
        edition = Edition(name, revision, sha256, day, draft, media, own)
        editions[disclosure].append(edition)
    rows = [
        (document_id, found.standing, found.reason_code, found.compared_with)
        for own in editions.values()
        for document_id, found in decide(own, policy).items()
    ]
    return _write(connection, rows)


def _write(connection: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str | None, ...]]) -> int:
    if not rows:
        return 0
    columns = [list(column) for column in zip(*rows, strict=True)]
    connection.begin()
    try:
        changed = connection.execute(
            """
            update raw.documents set edition = found.edition,
                edition_reason = found.reason, compared_document_id = found.compared
            from (select unnest(?::varchar[]) as document_id, unnest(?::varchar[]) as edition,
                         unnest(?::varchar[]) as reason, unnest(?::varchar[]) as compared) as found
            where documents.document_id = found.document_id
              and (documents.edition, documents.edition_reason, documents.compared_document_id)
                  is distinct from (found.edition, found.reason, found.compared)
            """,
            columns,
        ).fetchone()
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return int(changed[0]) if changed else 0
