"""Serval as its command line runs it, and the figures of its answer."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from serval.engine.verdicts.ledger import LedgerRow
from serval.engine.verdicts.row_columns import ColumnSink, RowColumns
from serval.reporting.ledgers import open_ledger
from serval.site.cli import main
from serval.site.cli.answer import Question
from serval.site.cli.evaluate import find_answer, read_days
from serval.site.cli.inputs import load_versions
from serval.site.cli.restated import Beside
from serval.site.cli.sources import Sources
from serval.site.cli.views.scorecard import print_scorecard


def evaluate(*arguments: str) -> str:
    """`serval evaluate …`, printed as on a terminal; the last lines of it."""
    return _run("evaluate", *arguments)[-600:]


def evaluate_breaches(terms: str, tickets: str, period: str, ledger: str) -> str:
    """The same through the command's own functions, but of the ledger only the rows that breached are written."""
    agreement = load_versions([Path(terms)], [])
    question = Question(
        agreement, Sources([Path(tickets)], {}, []), days=read_days(agreement, period, "", ""), until=None
    )
    printed = io.StringIO()
    with open_ledger(Path(ledger)) as sink, redirect_stdout(printed):
        if not isinstance(sink, ColumnSink):
            raise TypeError(sink)
        answer = find_answer(question, Beside(None, agreement, ()), _Breaches(sink), is_drawn=False)
        print_scorecard(answer.scorecard, answer.notes, ledger=Path(ledger), show_all=False)
    return printed.getvalue()[-600:]


class _Breaches:
    """A sink that passes on what breached."""

    def __init__(self, sink: ColumnSink) -> None:
        self._sink = sink

    def __call__(self, row: LedgerRow) -> None:
        if row.outcome == "breached":
            self._sink(row)

    def take_columns(self, rows: RowColumns) -> None:
        self._sink.take_columns(rows.take(rows.find_rows("breached")))


def list_verdicts(*arguments: str) -> dict[str, Any]:
    """`serval evaluate … --json`: the figures of every verdict, and what the evidence came to."""
    document = json.loads(_run("evaluate", *arguments, "--json"))
    return {"verdicts": [_list_figures(verdict) for verdict in document["verdicts"]], "evidence": document["evidence"]}


def list_p95(path: str) -> list[list[Any]]:
    """`serval intake figures … --value p95`: of every service and month how many values, and the figure."""
    document = json.loads(_run("intake", "figures", path, "--zone", "Asia/Shanghai", "--value", "p95", "--json"))
    return [[row["service"], row["period"], row["values"], row["p95"]] for row in document["figures"]]


def _run(*arguments: str) -> str:
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            main([*arguments, "--lang", "en"])
    except SystemExit:
        # Also 2 where not every period has closed: then there is a scorecard all the same.
        if not printed.getvalue():
            raise
    return printed.getvalue()


def _list_figures(verdict: dict[str, Any]) -> dict[str, Any]:
    population = verdict["population"]
    return {
        "objective": verdict["objective"],
        "subject": verdict["subject"],
        "period": verdict["period"]["label"],
        **{name: population[name] for name in ("counted", "kept", "missed", "open")},
        "value": verdict["value"],
    }
