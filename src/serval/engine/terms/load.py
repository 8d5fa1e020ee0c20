"""Reading terms and calendars from text, and their canonical form and digest."""

from __future__ import annotations

from typing import Any

from serval.engine.canonical import digest
from serval.engine.documents import Document, build_model, read_document, sort_problems
from serval.engine.errors import TermsError
from serval.engine.terms.calendars import CalendarDocument
from serval.engine.terms.checks import find_faults
from serval.engine.terms.model import Terms


def load_terms(text: str, *, source: str = "") -> Terms:
    """The terms a YAML or JSON text says.

    Raises TermsError with every problem found, each with its line and column.
    """
    return load_placed(text, source=source)[0]


def load_placed(text: str, *, source: str = "") -> tuple[Terms, Document]:
    """The terms beside the document they were read from, for whoever must point at a line. Raises like load_terms."""
    document = read_document(text, source=source)
    terms = build_model(Terms, document, prefix="terms")
    problems = sort_problems(find_faults(terms, document))
    if problems:
        raise TermsError(problems, source=source)
    return terms, document


def load_calendar(text: str, *, source: str = "") -> CalendarDocument:
    """A single calendar with its own zone. Raises TermsError like load_terms."""
    return build_model(CalendarDocument, read_document(text, source=source), prefix="calendar")


def canonical_terms(terms: Terms) -> dict[str, Any]:
    """The terms as plain data in which equal meaning looks equal: defaults left out, values in one notation."""
    plain: dict[str, Any] = terms.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return plain


def terms_digest(terms: Terms) -> str:
    """SHA-256 of the canonical form: layout, comments and key order of the file do not count."""
    return digest(canonical_terms(terms))


def terms_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `serval/v1` as far as a schema can say it; references are checked when loading."""
    schema = Terms.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "serval/v1", **schema}
