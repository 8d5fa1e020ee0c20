"""Serval's own command line, run as anybody runs it, and the figures of its answer."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from typing import Any

from serval.site.cli import main


def evaluate(*arguments: str) -> dict[str, Any]:
    """`serval evaluate … --json`: the figures of every verdict, and the digest of the evidence."""
    document = _run("evaluate", *arguments, "--json")
    verdicts = [_list_figures(verdict) for verdict in document["verdicts"]]
    return {"verdicts": verdicts, "evidence": document["evidence"]}


def _run(*arguments: str) -> dict[str, Any]:
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            main([*arguments, "--lang", "en"])
    except SystemExit:
        # Also 2 where not every period has closed: then there is a scorecard all the same.
        if not printed.getvalue():
            raise
    document: dict[str, Any] = json.loads(printed.getvalue())
    return document


def _list_figures(verdict: dict[str, Any]) -> dict[str, Any]:
    population = verdict["population"]
    return {
        "objective": verdict["objective"],
        "subject": verdict["subject"],
        "period": verdict["period"]["label"],
        "counted": population["counted"],
        "kept": population["kept"],
        "missed": population["missed"],
        "open": population["open"],
        "value": verdict["value"],
    }
