"""Unpacked bytes of an untrusted file, counted while they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from serval.intake.errors import refusal
from serval.intake.tables.limits import MIB, Limits

CHUNK_BYTES = 256 * 1024

Beat = Callable[[int, int, int], None]
"""Called with: unpacked bytes so far, bytes of the file done, bytes of the file in all."""


class Pulse:
    """Counts what was unpacked and tells it about every four megabytes, so that a busy child is not taken for dead."""

    def __init__(self, total: int, beat: Beat) -> None:
        self._total = total
        self._beat = beat
        self._unpacked = 0
        self._told = 0
        self._begun = 0.0
        self._share = 1.0

    def enter_stage(self, begun: float, share: float) -> None:
        """What follows is `share` of all the work, after `begun` of it (both 0 to 1)."""
        self._begun, self._share = begun, share

    def add(self, unpacked: int, *, done: float) -> None:
        """Takes note of so many more unpacked bytes; `done` of this stage is behind us (0 to 1)."""
        self._unpacked += unpacked
        if self._unpacked - self._told >= 4 * MIB:
            self._told = self._unpacked
            part = self._begun + self._share * min(1.0, done)
            self._beat(self._unpacked, int(part * self._total), self._total)


class PackedFile:
    """The file as it lies on disk: its bytes, its size, and how far they have been read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.size = source.seek(0, 2)
        source.seek(0)

    def rewound(self) -> IO[bytes]:
        """The source, at its first byte."""
        self.source.seek(0)
        return self.source

    @property
    def done(self) -> float:
        """Share of the file that was read, 0 to 1."""
        return self.source.tell() / self.size if self.size else 1.0


def read_chunks(stream: IO[bytes], packed: PackedFile, limits: Limits, pulse: Pulse) -> Iterator[bytes]:
    """The stream's bytes in pieces. Raises IntakeError `file.too_large` or, for what swells, `file.zip_bomb`."""
    unpacked = 0
    while chunk := stream.read(CHUNK_BYTES):
        unpacked += len(chunk)
        if unpacked > limits.max_file_bytes:
            raise refusal("file.too_large", limit=limits.max_file_bytes)
        if unpacked > limits.ratio_from_bytes and unpacked > limits.max_ratio * packed.size:
            raise refusal("file.zip_bomb", reason="ratio", limit=limits.max_ratio)
        pulse.add(len(chunk), done=packed.done)
        yield chunk
