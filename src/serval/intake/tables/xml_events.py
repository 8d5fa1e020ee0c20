"""XML as a stream of events, without any document type.

Entities, external or nested, need a document type, and no part of a workbook has one: it is refused where it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from serval.intake.errors import IntakeError, refusal

Attributes = dict[str, str]


class XmlEvents:
    """Base of the readers of workbook parts.

    Names come without the prefix that the root element has; those of other vocabularies keep theirs, so that they are
    not mistaken for ours.
    """

    def __init__(self) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = self._start_root
        parser.CharacterDataHandler = self.text
        self._parser = parser
        self._prefix = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text, perhaps not all of it."""

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Parses the next bytes. Raises IntakeError `file.damaged` for what is no XML or has a document type."""
        try:
            self._parser.Parse(data, final)
        except (expat.ExpatError, ValueError) as error:
            raise refusal("file.damaged", reason=type(error).__name__) from None

    def feed_all(self, chunks: Iterable[bytes]) -> None:
        """Parses to the end."""
        for chunk in chunks:
            self.feed(chunk)
        self.feed(b"", final=True)

    def _start_root(self, name: str, attributes: Attributes) -> None:
        """Sets the handlers for the rest: a wrapper only where there is a prefix, as it doubles the time."""
        prefix, colon, local_name = name.rpartition(":")
        self._prefix = prefix + colon
        self._parser.StartElementHandler = self._start_prefixed if colon else self.start
        self._parser.EndElementHandler = self._end_prefixed if colon else self.end
        self.start(local_name, attributes)

    def _start_prefixed(self, name: str, attributes: Attributes) -> None:
        self.start(name.removeprefix(self._prefix), attributes)

    def _end_prefixed(self, name: str) -> None:
        self.end(name.removeprefix(self._prefix))


def attribute(attributes: Attributes, name: str) -> str:
    """The attribute of that name, with whatever prefix; empty when it is missing."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def read_number(text: str) -> int:
    """A whole number of an attribute. Raises IntakeError `file.damaged`."""
    try:
        return int(text)
    except ValueError:
        raise damaged(text) from None


def damaged(value: str) -> IntakeError:
    """The refusal for a value that no workbook program writes."""
    return refusal("file.damaged", reason="value", value=value[:100])


def _refuse_document_type(name: str, *_: object) -> None:
    raise refusal("file.damaged", reason="document_type", value=name[:100])


def feed_stepwise(events: XmlEvents, chunks: Iterable[bytes]) -> Iterator[None]:
    """Parses piece by piece; between two pieces the caller takes what has been found."""
    for chunk in chunks:
        events.feed(chunk)
        yield
    events.feed(b"", final=True)
    yield
