"""Typesetting (排版): templates and plain data become PDF pages or pictures, through Typst.

Its words: template, content, literal text. Data come in as JSON and are never pasted into markup, so that a ticket's
number may hold anything; only the fonts of one package are used, nothing is fetched, and the same content made at the
same instant gives the same bytes. May import the catalogue; templates stand beside the code that fills them.
"""

from serval.reporting.typeset.compiling import typeset_pdf, typeset_picture
from serval.reporting.typeset.literal import write_literally

__all__ = ["typeset_pdf", "typeset_picture", "write_literally"]
