"""Sentences: what a code means, in the reader's language.

Its words: problem (what is wrong and how to mend it), doubt (what a proposed mapping is not sure of), detail (a code
within a sentence), outcome, reason, state, metric, and those of statements (claim state, line, ground).
A code has one source sentence, in the modules *_problems; tests hold both sets equal.
"""

from serval.reporting.sentences.column_words import name_role
from serval.reporting.sentences.details import describe_layout, name_status
from serval.reporting.sentences.money_words import (
    describe_ground,
    describe_span,
    name_claim_state,
    name_doubt,
    name_line_reason,
    name_unit,
)
from serval.reporting.sentences.problems import explain_problem, list_codes
from serval.reporting.sentences.words import (
    name_basis,
    name_metric,
    name_outcome,
    name_reason,
    name_reopening,
    name_state,
)

__all__ = [
    "describe_ground",
    "describe_layout",
    "describe_span",
    "explain_problem",
    "list_codes",
    "name_basis",
    "name_claim_state",
    "name_doubt",
    "name_line_reason",
    "name_metric",
    "name_outcome",
    "name_reason",
    "name_reopening",
    "name_role",
    "name_state",
    "name_status",
    "name_unit",
]
