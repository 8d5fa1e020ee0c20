"""Terms as code (量化条款): the document `serval/v1`, read, checked, digested and compiled for judging.

Its words: terms, version, objective, course, clock, target, level, calendar, period, fee, credit, score. Only this
package knows the document's shape; clocks, verdicts and consequences work on the compiled agreement.
"""

from serval.engine.terms.compile import Agreement, compile_terms, compile_versions
from serval.engine.terms.courses import Course
from serval.engine.terms.load import load_calendar, load_placed, load_terms, terms_digest, terms_schema
from serval.engine.terms.objectives import ClockObjective, CompiledObjective

__all__ = [
    "Agreement",
    "ClockObjective",
    "CompiledObjective",
    "Course",
    "compile_terms",
    "compile_versions",
    "load_calendar",
    "load_placed",
    "load_terms",
    "terms_digest",
    "terms_schema",
]
