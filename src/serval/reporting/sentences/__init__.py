"""Sentences: what a code means, in the reader's language.

Its words: problem (what is wrong and how to mend it), doubt (what a proposed mapping is not sure of), detail (a code
within a sentence), outcome, reason and state.
A code has one source sentence, in the modules *_problems; tests hold both sets equal.
"""

from serval.reporting.sentences.details import describe_layout, name_status
from serval.reporting.sentences.problems import explain_problem, list_codes
from serval.reporting.sentences.words import name_outcome, name_reason, name_reopening, name_state

__all__ = [
    "describe_layout",
    "explain_problem",
    "list_codes",
    "name_outcome",
    "name_reason",
    "name_reopening",
    "name_state",
    "name_status",
]
