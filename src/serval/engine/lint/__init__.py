"""Lint: what terms say that can be meant, but hardly is, or that cannot hold (条款检查; TERMS.md rules 1, 11 and 13).

Its words: paper (one document to be checked), promise (one objective with what it measures), check (a pure function
over one paper or several), remark (what a check finds in a paper), finding (a remark with its document and line).
It imports terms, calendars, availability, consequences and verdicts; only what shows findings imports it.
docs/lint.md describes every check.
"""

from serval.engine.lint.checks import lint_terms
from serval.engine.lint.findings import Finding, Severity

__all__ = ["Finding", "Severity", "lint_terms"]
