"""The report (报告): one scorecard with all that is shown of it, whatever file it becomes.

Its words: report, gathered rows, drawing, distribution, trend, source read. A report is plain values without a
language; PDF and XLSX put it into words, JSON gives it as it is.
"""
