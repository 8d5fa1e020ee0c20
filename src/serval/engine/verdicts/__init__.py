"""Verdicts (考核结论): objectives judged over periods, each with the ledger that shows its working.

Its words: judgement, ledger row, tally, verdict, scorecard, explanation. A judge hands every item to one bench per
objective; a bench judges the item's claims into the tallies of its periods; a tally gives the verdict.
"""

from serval.engine.verdicts.explain import Explanation, Unexplained, explain_item
from serval.engine.verdicts.judge import Judge, judge_items
from serval.engine.verdicts.ledger import LEDGER_COLUMNS, LedgerRow
from serval.engine.verdicts.rendering import scorecard_document, verdict_document
from serval.engine.verdicts.results import EvidenceSummary, Population, Scorecard, Verdict
from serval.engine.verdicts.scope import Range

__all__ = [
    "LEDGER_COLUMNS",
    "EvidenceSummary",
    "Explanation",
    "Judge",
    "LedgerRow",
    "Population",
    "Range",
    "Scorecard",
    "Unexplained",
    "Verdict",
    "explain_item",
    "judge_items",
    "scorecard_document",
    "verdict_document",
]
