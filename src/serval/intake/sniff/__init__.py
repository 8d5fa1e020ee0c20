"""Sniffing: a proposal how to read a table nobody has described yet.

Its words: profile (what the columns hold), role (what a column is for), doubt (what a person must confirm).
Everything that is not certain from names and contents is a doubt: a proposal may be wrong, but never silently.
May import the rest of intake; nothing there imports it.
"""

from serval.intake.sniff.profile import TableChoice
from serval.intake.sniff.proposal import Proposal, sniff
from serval.intake.sniff.shown import SampleRow

__all__ = ["Proposal", "SampleRow", "TableChoice", "sniff"]
