"""Workbooks (工作簿): tables as .xlsx files that a spreadsheet reads as numbers, dates and texts, and never runs.

Its words: cell (a typed value), column, table, workbook. Every export of the house is written here, so that what a
stranger typed into a ticket is a text in every one of them. Knows nothing of what the tables are about.
"""

from serval.reporting.workbooks.cells import Cell, Instant, Length, Share, Word
from serval.reporting.workbooks.table import Column, Field, Table, build_table
from serval.reporting.workbooks.texts import clean_text
from serval.reporting.workbooks.workbook import About, Workbook

__all__ = [
    "About",
    "Cell",
    "Column",
    "Field",
    "Instant",
    "Length",
    "Share",
    "Table",
    "Word",
    "Workbook",
    "build_table",
    "clean_text",
]
