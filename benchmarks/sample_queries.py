"""What a bare aggregate says of the same samples: share of samples not down by service and month, and the exact p95."""

from __future__ import annotations

from typing import Any

SHARE = """
SELECT service, date_trunc('month', make_timestamp(("at" + 28800) * 1000000)) AS month, count(*) AS samples,
       count(*) FILTER (status < 3) AS up
FROM read_parquet(?) GROUP BY ALL ORDER BY ALL
"""

SLOWEST = """
SELECT service, date_trunc('month', make_timestamp(("at" + 28800) * 1000000)) AS month, count(*) AS samples,
       quantile_disc(value, 0.95) AS p95
FROM read_parquet(?) GROUP BY ALL ORDER BY ALL
"""


def ask_share(path: str) -> list[list[str]]:
    """Samples, and how many of them were up."""
    return _ask(SHARE, path)


def ask_p95(path: str) -> list[list[str]]:
    """Samples, and the value that 95 % of them do not exceed."""
    return _ask(SLOWEST, path)


def _ask(query: str, path: str) -> list[list[Any]]:
    import duckdb

    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        rows = connection.execute(query, [path]).fetchall()
    return [[service, month.strftime("%Y-%m"), samples, str(figure)] for service, month, samples, figure in rows]
