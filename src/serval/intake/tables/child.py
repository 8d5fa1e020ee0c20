"""The child: reads one untrusted file from standard input and writes frames to standard output.

It bounds itself before the first byte: memory, processor time, no files written, no processes, few open files.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
from collections.abc import Callable
from typing import IO, Any

from serval.intake.errors import IntakeError
from serval.intake.tables import frames
from serval.intake.tables.limits import MIB, Limits
from serval.intake.tables.reading import Request, read_table

_MAX_OPEN_FILES = 64
_NICENESS = 5


class Budget:
    """Processor seconds, growing with the bytes read: the kernel ends the child (SIGXCPU) that needs more."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._seconds = 0
        self.allow(0)

    def allow(self, unpacked: int) -> None:
        """Allows what so many unpacked bytes deserve."""
        seconds = math.ceil(self._limits.cpu_seconds + self._limits.cpu_seconds_per_mb * unpacked / MIB)
        if seconds != self._seconds:
            self._seconds = seconds
            _, hard = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (_at_most(seconds, hard), hard))


def main() -> None:
    """Reads as the request in the first argument says."""
    fields = json.loads(sys.argv[1])
    limits = Limits(**fields.pop("limits"))
    request = Request(limits=limits, **fields)
    run_bounded(limits, lambda out, budget: _send_table(out, request, budget))


def run_bounded(limits: Limits, work: Callable[[IO[bytes], Budget], None]) -> None:
    """Does the work within bounds; whatever goes wrong is told to the parent as a refusal."""
    out = _claim_output()
    budget = _bound_process(limits)
    try:
        work(out, budget)
    except IntakeError as error:
        problem = error.problems[0]
        send(out, frames.pack_json(frames.REFUSED, {"code": problem.code, "data": problem.data}))
    except MemoryError:
        _send_refusal(out, "file.child_killed", reason="memory")
    except BrokenPipeError:
        return
    except Exception as error:  # a parser's own fault on a broken file is still the file's fault
        _send_refusal(out, "file.damaged", reason=type(error).__name__)


def _send_table(out: IO[bytes], request: Request, budget: Budget) -> None:
    def beat(unpacked: int, done: int, total: int) -> None:
        budget.allow(unpacked)
        send(out, frames.pack_progress(done, total))

    with os.fdopen(0, "rb", closefd=False) as source:
        reading = read_table(source, request, beat)
        send(out, frames.pack_header(reading.head))
        for batch in reading.batches:
            send(out, frames.pack_rows(batch, typed=reading.typed))
    send(out, frames.pack_json(frames.DONE, {"repeated_headers": reading.count_repeated_headers()}))


def _claim_output() -> IO[bytes]:
    """The pipe to the parent, out of reach of any library that prints."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return out


def _bound_process(limits: Limits) -> Budget:
    os.nice(_NICENESS)
    memory = limits.max_memory_bytes
    for kind, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        _, hard = resource.getrlimit(kind)
        lowest = _at_most(bound, hard)
        resource.setrlimit(kind, (lowest, lowest))
    return Budget(limits)


def _at_most(wanted: int, hard: int) -> int:
    """A bound the surroundings already set may be lower than ours and cannot be raised."""
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def _send_refusal(out: IO[bytes], code: str, **data: Any) -> None:
    send(out, frames.pack_json(frames.REFUSED, {"code": code, "data": data}))


def send(out: IO[bytes], frame: bytes) -> None:
    """Writes a whole frame to the parent."""
    view = memoryview(frame)
    while view:
        view = view[out.write(view) :]


if __name__ == "__main__":
    main()
