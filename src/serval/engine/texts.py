"""Many texts in one array, so that millions of names are moved and digested without a Python object for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts one after the other: UTF-8 bytes, and where each begins; the last offset is the end of all."""

    data: npt.NDArray[np.uint8]
    offsets: Whole

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, place: int) -> str:
        return self.data[self.offsets[place] : self.offsets[place + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        data, offsets = self.written.tobytes(), (self.offsets - self.offsets[0]).tolist()
        return (data[begin:end].decode() for begin, end in pairwise(offsets))

    @property
    def lengths(self) -> Whole:
        """How many bytes each text has."""
        return np.diff(self.offsets)

    @property
    def written(self) -> npt.NDArray[np.uint8]:
        """The bytes of all texts and nothing else."""
        return self.data[self.offsets[0] : self.offsets[-1]]

    def take(self, places: npt.NDArray[np.intp]) -> Texts:
        """Some of the texts, in the order of `places`."""
        if len(places) == len(self) and (not len(places) or (np.diff(places) == 1).all()):
            return self
        lengths = self.lengths[places]
        offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        if len(places) and (lengths == lengths[0]).all():
            bytes_of = self.offsets[places][:, None] + np.arange(lengths[0])
            return Texts(self.data[bytes_of.ravel()], offsets)
        shift = np.repeat(self.offsets[places] - offsets[:-1], lengths)
        return Texts(self.data[np.arange(offsets[-1]) + shift], offsets)


def join_texts(texts: Iterable[str]) -> Texts:
    """Texts from Python's own."""
    encoded = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return Texts(np.frombuffer(b"".join(encoded), np.uint8), offsets)
