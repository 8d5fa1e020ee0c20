"""Diff: what two versions of terms say differently, in meaning and not in text (条款比较).

Its words: change (one thing said differently, with its place, both values and whether it asks more of the provider),
pattern (a place with `*` for every name, such as `objectives.*.target`).
It imports terms only; docs/lint.md tells how the command shows it.
"""

from serval.engine.terms.diff.changes import Change, diff_terms, match_entries
from serval.engine.terms.diff.patterns import list_patterns

__all__ = ["Change", "diff_terms", "list_patterns", "match_entries"]
