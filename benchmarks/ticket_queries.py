"""What a bare aggregate says of the same tickets: attainment by service, priority and month, by the wall clock.

No business hours, no pauses, no cancellations, no ledger: the least that any report on these facts must do.
"""

from __future__ import annotations

from typing import Any

ANSWERED = "(CASE priority WHEN 'P1' THEN 900 WHEN 'P2' THEN 1800 WHEN 'P3' THEN 7200 ELSE 14400 END)"
SOLVED = "(CASE priority WHEN 'P1' THEN 14400 WHEN 'P2' THEN 28800 WHEN 'P3' THEN 86400 ELSE 144000 END)"

LIVES = """
SELECT number,
       min("at") FILTER (kind = 'event' AND name = 'opened') AS opened,
       min("at") FILTER (kind = 'event' AND name = 'first_response') AS answered,
       min("at") FILTER (kind = 'event' AND name = 'arrived') AS arrived,
       min("at") FILTER (kind = 'state' AND name IN ('resolved', 'closed')) AS resolved,
       min("at") FILTER (kind = 'state' AND name = 'closed') AS closed,
       any_value(value) FILTER (kind = 'field' AND name = 'service') AS service,
       any_value(value) FILTER (kind = 'field' AND name = 'priority') AS priority
FROM read_parquet(?) GROUP BY number
"""

ATTAINMENT = f"""
SELECT service, priority, strftime(make_timestamp((opened + 28800) * 1000000), '%Y-%m') AS month, count(*) AS items,
       count(*) FILTER (answered - opened <= {ANSWERED}) AS answered,
       count(*) FILTER (arrived - opened <= 86400) AS arrived,
       count(*) FILTER (resolved - opened <= {SOLVED}) AS resolved,
       count(*) FILTER (closed - opened <= 864000) AS closed
FROM ({LIVES}) GROUP BY ALL ORDER BY ALL
"""  # noqa: S608 (our own text)


def ask_duckdb(path: str) -> list[list[Any]]:
    """DuckDB with as many threads as there are cores."""
    import duckdb

    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        return [list(row) for row in connection.execute(ATTAINMENT, [path]).fetchall()]
