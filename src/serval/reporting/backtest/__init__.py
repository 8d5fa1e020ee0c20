"""The picture of a back-test: as PDF, as one picture (SVG, PNG), and as a workbook.

Its words: side (A or B), length (what bars stand for: money, or breached verdicts), clause row, waterfall, guide.
Everything said is put into words here and handed to the templates as plain data. May import charts, sentences,
typesetting and workbooks, and shares the pages and cells of reports.
"""

from serval.reporting.backtest.workbook import write_backtest_xlsx
from serval.reporting.backtest.writing import draw_backtest, write_backtest_pdf

__all__ = ["draw_backtest", "write_backtest_pdf", "write_backtest_xlsx"]
