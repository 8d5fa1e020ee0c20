"""Back-tests (条款回测): past evidence judged by other terms.

Its words: span (the days looked at), side (A or B), trial (terms that take part), clause (what differs and can be taken
over by itself), effect (what a clause changes in money and breaches), deciding item, sweep (one promise with one bound
after another), proposal (the limit that a history supports). docs/engine/backtest.md works it through with numbers. It
imports verdicts, consequences and terms, and is imported by none of them.
"""

from serval.engine.backtest.amounts import Amounts
from serval.engine.backtest.backtest import Backtest, Compared, Question, Side, check_question
from serval.engine.backtest.proposal import Proposal, Wanted, read_wanted
from serval.engine.backtest.span import BacktestError, Span, lay_terms
from serval.engine.backtest.steps import SweepRange, read_sweep
from serval.engine.backtest.sweep import Sweep

__all__ = [
    "Amounts",
    "Backtest",
    "BacktestError",
    "Compared",
    "Proposal",
    "Question",
    "Side",
    "Span",
    "Sweep",
    "SweepRange",
    "Wanted",
    "check_question",
    "lay_terms",
    "read_sweep",
    "read_wanted",
]
