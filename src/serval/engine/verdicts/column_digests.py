"""Digests of columns: one SHA-256 per column, equal however the rows were cut into batches, by loop or by array.

docs/engine/verdict.md says byte by byte what is hashed, so that anybody can compute it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from serval.engine.canonical import canonical_json
from serval.engine.texts import Texts

MISSING = -(2**63)
"""Stands for a number that is not there."""

Word = tuple[str, ...]
"""What many rows say alike: hashed once, and from then on by its number."""


class NumberDigest:
    """Whole numbers of 64 bits, lowest byte first."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, numbers: npt.ArrayLike) -> None:
        """Take the next numbers. Raises OverflowError for one that has more than 64 bits."""
        self._hash.update(np.ascontiguousarray(numbers, dtype="<i8").data)

    def describe(self) -> str:
        """64 hexadecimal digits."""
        return self._hash.hexdigest()


class TextDigest:
    """Texts: how many bytes each has in UTF-8, and the bytes of all one after the other."""

    def __init__(self) -> None:
        self._lengths = NumberDigest()
        self._bytes = hashlib.sha256()

    def add(self, texts: Sequence[str]) -> None:
        """Take the next texts."""
        encoded = [text.encode() for text in texts]
        self.add_bytes(list(map(len, encoded)), b"".join(encoded))

    def add_bytes(self, lengths: Sequence[int], data: bytes) -> None:
        """Take the next texts as they stand one after the other."""
        self._lengths.add(lengths)
        self._bytes.update(data)

    def add_columns(self, texts: Texts) -> None:
        """Take the next texts, many at once."""
        self._lengths.add(texts.lengths)
        self._bytes.update(np.ascontiguousarray(texts.written).data)

    def describe(self) -> list[str]:
        """The digest of the lengths and that of the bytes."""
        return [self._lengths.describe(), self._bytes.hexdigest()]


class WordDigest:
    """Words as numbers of 32 bits in the order in which they first appear, and the words themselves."""

    def __init__(self) -> None:
        self._codes = hashlib.sha256()
        self._words = hashlib.sha256()
        self._known: dict[Word, int] = {}
        self._last: Sequence[Word] = ()
        self._numbers = np.empty(0, dtype="<i4")

    def add(self, words: Sequence[Word]) -> None:
        """Take the next words."""
        known = self._known
        for word in dict.fromkeys(words):
            if word not in known:
                self._learn(word)
        self._codes.update(np.fromiter(map(known.__getitem__, words), "<i4", len(words)).data)

    def add_codes(self, codes: npt.NDArray[np.int32], words: Sequence[Word]) -> None:
        """Take the next words, each as its place among `words`."""
        if words is not self._last:
            self._last, self._numbers = words, np.array([self._known.get(word, -1) for word in words], dtype="<i4")
        numbers = self._numbers[codes]
        if numbers.size and numbers.min() < 0:
            for place in _list_by_appearance(codes[numbers < 0], len(words)):
                if words[place] not in self._known:
                    self._learn(words[place])
                self._numbers[place] = self._known[words[place]]
            numbers = self._numbers[codes]
        self._codes.update(numbers.data)

    def _learn(self, word: Word) -> None:
        self._known[word] = len(self._known)
        self._words.update(canonical_json(word) + b"\n")

    def describe(self) -> list[str]:
        """The digest of the numbers and that of the words."""
        return [self._codes.hexdigest(), self._words.hexdigest()]


def _list_by_appearance(codes: npt.NDArray[np.int32], count: int) -> list[int]:
    """Which of `count` codes there are, the one that comes first first."""
    first = np.full(count, len(codes), dtype=np.int64)
    np.minimum.at(first, codes, np.arange(len(codes)))
    found = np.flatnonzero(first < len(codes))
    return [int(place) for place in found[np.argsort(first[found])]]
