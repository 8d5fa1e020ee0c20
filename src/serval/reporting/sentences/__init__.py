"""Sentences: what a code means, in the reader's language.

problems  what is wrong and how to mend it · words  outcomes, reasons and states
"""

from serval.reporting.sentences.problems import explain_problem, list_codes
from serval.reporting.sentences.words import name_outcome, name_reason, name_reopening, name_state

__all__ = ["explain_problem", "list_codes", "name_outcome", "name_reason", "name_reopening", "name_state"]
