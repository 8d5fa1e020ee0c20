"""The command line `serval`: files in, verdicts on the terminal or as JSON.

Its words: command, view. Commands read their inputs, call engine and intake, and hand values to views, which print.
May import everything below the site; no Django.
"""

from serval.site.cli.main import main

__all__ = ["main"]
