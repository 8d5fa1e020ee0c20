"""A report as a workbook: every figure of a scorecard and its statements as a number, a date or a text to reckon with.

Its words: sheet (one table of the report), figure (a value in its own unit). What a cell may hold and how it is written
safely is the matter of `reporting.workbooks`.
"""

from serval.reporting.xlsx.book import write_xlsx

__all__ = ["write_xlsx"]
