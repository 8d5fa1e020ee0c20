"""Consequences (奖惩): what follows from verdicts in money, points and rights. Exact and pure.

Its words: judged, meter, line, tier, stack, cap, claim, score, grade, ground, settlement, statement. A verdict is
settled in the settlement period in which its own period ends. docs/engine/credits.md and points.md work through the
rules with numbers. May import the engine's terms, periods, calendars, records, money and instants; it knows no bench
and no ledger.
"""

from serval.engine.consequences.fees import FeeTable, FeeTerm
from serval.engine.consequences.judged import Judged, Meter, keeps_causes, list_meters
from serval.engine.consequences.settle import Agreed, Facts, Granted, settle
from serval.engine.consequences.statement import CreditSum, Statement, sum_granted
from serval.engine.consequences.tiers import Promise, find_tier_faults
from serval.engine.consequences.writing import write_plain

__all__ = [
    "Agreed",
    "CreditSum",
    "Facts",
    "FeeTable",
    "FeeTerm",
    "Granted",
    "Judged",
    "Meter",
    "Promise",
    "Statement",
    "find_tier_faults",
    "keeps_causes",
    "list_meters",
    "settle",
    "sum_granted",
    "write_plain",
]
