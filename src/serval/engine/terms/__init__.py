"""Terms as code (量化条款): the document `serval/v1`, read, checked, digested and compiled for judging.

Its words: terms, objective, clock, target, calendar, period. Only this package knows the document's shape; clocks and
verdicts work on the compiled agreement.
"""

from serval.engine.terms.compile import Agreement, ClockObjective, compile_terms
from serval.engine.terms.load import load_calendar, load_terms, terms_digest, terms_schema

__all__ = [
    "Agreement",
    "ClockObjective",
    "compile_terms",
    "load_calendar",
    "load_terms",
    "terms_digest",
    "terms_schema",
]
