"""The report as PDF: what a manager sends to a client.

Its words: cover, overview, section (one objective for one subject), block (one period of it), figure, budget.
Everything said is put into words here and handed to the templates as plain data; nothing is reckoned but what a picture
needs. May import the report, charts, clock bars, sentences and the typesetting.
"""

from serval.reporting.pdf.writing import write_pdf

__all__ = ["write_pdf"]
